import type { Item } from '#shared/domain/inventory.ts';
import { type EnteredLine, linePrice, problemOfLine } from '#shared/domain/manual-orders.ts';
import { availableAt, readItem, readLocation } from '../inventory/index.ts';
import type { CommandContext, GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { type AskedLine, assertOrderIsNew, placeOrder } from './create.ts';
import { assertPaymentIsNew, demandOf } from './handling.ts';
import { readOrder } from './queries.ts';

/** Refuses a line that is wrong, and returns it with its total and what was changed of its item's price. */
function checkedLine(line: EnteredLine, item: Item, n: number, currency: string): AskedLine {
  const { itemId, quantity, unitPrice, discount, priceReason } = line;
  const money = (amount: number): { amount: number; currency: string } => ({ amount, currency });
  const price = linePrice(line) ?? 0;
  switch (problemOfLine(line, item, currency)) {
    case 'currency':
      return refuse('order_currency', { currency }, { field: `lines.${n}.itemId` });
    case 'archived':
      return refuse('order_item_archived', {}, { field: `lines.${n}.itemId` });
    case 'total':
      return refuse('order_total', {}, { field: `lines.${n}.unitPrice` });
    case 'discount':
      return refuse(
        'order_discount',
        { item: item.name, max: money(price) },
        { field: `lines.${n}.discount` },
      );
    case 'price_reason':
      return refuse(
        'order_price_reason',
        { item: item.name, price: money(item.price) },
        { field: `lines.${n}.priceReason` },
      );
    case null:
      return {
        ...{ itemId, quantity, unitPrice, total: price - discount },
        ...(unitPrice === item.price ? {} : { listPrice: item.price }),
        ...(unitPrice === item.price || priceReason === null ? {} : { priceReason }),
      };
  }
}

/** Refuses an order of which the location lacks something: what it is, how much there is, and how many items more. */
function assertInStock(
  { sql }: CommandContext,
  locationId: string,
  items: ReadonlyMap<string, Item>,
  demand: ReadonlyMap<string, number>,
): void {
  const short = [...demand].flatMap(([itemId, quantity]) => {
    const item = items.get(itemId);
    const available = availableAt(sql, itemId, locationId);
    return item && available + item.backorderLimit < quantity ? [{ item, available, quantity }] : [];
  });
  const [first] = short;
  if (first === undefined) return;
  refuse(
    'order_stock',
    { item: first.item.name, available: first.available, quantity: first.quantity, lines: short.length },
    { field: 'lines' },
  );
}

/** Commands on orders that are entered by hand. */
export const manualOrderHandlers: GatewayModule['commands'] = {
  'orders.enter': (context, { orderId, customer, currency, locationId, lines: asked, note, payment }) => {
    assertOrderIsNew(context, orderId);
    if (payment !== null) assertPaymentIsNew(context, payment.paymentId);
    if (!readLocation(context.sql, locationId)) refuse('unknown_location', {}, { field: 'locationId' });
    const items = new Map<string, Item>();
    const lines = asked.map((line, n) => {
      const item =
        readItem(context.sql, line.itemId) ?? refuse('unknown_item', {}, { field: `lines.${n}.itemId` });
      items.set(item.id, item);
      return checkedLine(line, item, n, currency);
    });
    assertInStock(context, locationId, items, demandOf(lines));
    const order = placeOrder(context, { orderId, number: null, customer, currency, locationId, lines });
    if (note !== null) context.emit('orders.note_added', { orderId, number: order.number, body: note });
    if (payment !== null && order.total > 0)
      context.dispatch('payments.receive', { ...payment, orderId, amount: order.total, currency });
    const status = readOrder(context.sql, orderId)?.order.status ?? order.status;
    return { orderId, number: order.number, total: order.total, status };
  },
};
