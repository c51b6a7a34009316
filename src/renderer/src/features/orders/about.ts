import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { numberOf, textOf } from '../../lib/fields.ts';

/** The name of an order is its number. */
export const orderName: RecordName = async (orderId, data) =>
  textOf(data, 'number') ?? (await bridge.call('orders.order', { orderId })).order?.number ?? null;

/** An amount of money and the reason for it. */
export const moneyContent: CommandContent = (data, { format }) => {
  const [amount, currency] = [numberOf(data, 'amount'), textOf(data, 'currency')];
  return [amount !== null && currency !== null ? format.money(amount, currency) : '', textOf(data, 'reason')]
    .filter(Boolean)
    .join(' · ');
};
