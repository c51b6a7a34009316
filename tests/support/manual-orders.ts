import { v7 as uuidv7 } from 'uuid';
import type { CommandData, CommandResult } from '#shared/protocol/commands/index.ts';
import { openGatewayData } from './gateway-data.ts';
import { MANAGER } from './gateway-domains.ts';
import { makeItem, makeLocation } from './make/item.ts';
import { runNow } from './run-now.ts';

const AT = Date.UTC(2026, 0, 5, 9);

/** An order of one tea at its price. */
export function teaOrder(change: Partial<CommandData<'orders.enter'>> = {}): CommandData<'orders.enter'> {
  return {
    ...{ orderId: uuidv7(), customer: null, currency: 'USD', locationId: 'shop', note: null, payment: null },
    lines: [{ itemId: 'tea', quantity: 1, unitPrice: 300, discount: 0, priceReason: null }],
    ...change,
  };
}

/** Opens the gateway's data in a folder, with enough tea to sell. */
export async function openOrders(folder: string): Promise<Awaited<ReturnType<typeof openGatewayData>>> {
  const data = await openGatewayData(folder, { env: { WATCHDOG_EVERY: '0' }, now: () => AT });
  runNow(data.executor, MANAGER, AT, (context) => {
    if (data.sql.prepare<[]>('SELECT 1 FROM items').get() !== undefined) return;
    context.dispatch('inventory.create_location', { location: makeLocation({ id: 'shop', name: 'Shop' }) });
    context.dispatch('inventory.create_item', { item: makeItem({ id: 'tea', price: 300 }) });
    const quantity = 1_000_000;
    context.dispatch('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity, reference: null });
  });
  return data;
}

/** Enters an order of one tea, which is stored when this returns. */
export function enterOrder(
  executor: Awaited<ReturnType<typeof openGatewayData>>['executor'],
): CommandResult<'orders.enter'> {
  return runNow(executor, MANAGER, AT, (context) => context.dispatch('orders.enter', teaOrder()));
}
