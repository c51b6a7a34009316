import { bridge } from '../../bridge/client.ts';
import type { CommandContent, RecordName } from '../../lib/about.ts';
import { numberOf, textOf } from '../../lib/fields.ts';
import { reasonText } from '../../lib/reasons.ts';

/** The name of an order is its number. */
export const orderName: RecordName = async (orderId, data) =>
  textOf(data, 'number') ?? (await bridge.call('orders.order', { orderId })).order?.number ?? null;

/** An amount of money and the reason for it. */
export const moneyContent: CommandContent = (data, { t, format }) => {
  const [amount, currency] = [numberOf(data, 'amount'), textOf(data, 'currency')];
  const reason = textOf(data, 'reason');
  return [
    amount !== null && currency !== null ? format.money(amount, currency) : '',
    reason && reasonText({ t }, reason),
  ]
    .filter(Boolean)
    .join(' · ');
};
