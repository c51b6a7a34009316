import { isTotalOfLine } from '#shared/domain/manual-orders.ts';
import type { Customer, Order, OrderLine } from '#shared/domain/orders.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { commitToOrder, readItem, readLocation } from '../inventory/index.ts';
import { type CommandContext, MAX_EVENT_BYTES } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { demandOf } from './handling.ts';
import { giveNumber } from './numbers.ts';
import { readOrder, readOrderByNumber } from './queries.ts';
import { orderTotal } from './rules.ts';

/** A line as it is asked for. What its item is called is looked up. */
export type AskedLine = Omit<OrderLine, 'sku' | 'name'>;

/** An order as it is asked for. */
export interface AskedOrder {
  readonly orderId: string;
  /** Without one, the gateway gives the next of its sequence. */
  readonly number: string | null;
  readonly customer: Customer | null;
  readonly currency: string;
  readonly locationId: string;
  readonly lines: readonly AskedLine[];
}

/** Largest size of an order's lines as JSON, bytes: that of an event, minus room for the order's other fields. */
const MAX_LINES_BYTES = MAX_EVENT_BYTES - 16 * 1024;

/** Refuses lines that no order of today can have. Imports of past data keep what their source says. */
function checkLine(
  { principal }: CommandContext,
  line: AskedLine,
  of: { n: number; currency: string },
  item: string,
) {
  if (principal.writesHistory) return;
  if (item !== of.currency)
    refuse('order_currency', { currency: of.currency }, { field: `lines.${of.n}.itemId` });
  if (!isTotalOfLine(line)) refuse('order_line_total', {}, { field: `lines.${of.n}.total` });
}

/** Returns the lines with SKU and name. Refuses unknown items, and more lines than one event can carry. */
function describedLines(context: CommandContext, { lines, currency }: AskedOrder): OrderLine[] {
  let bytes = 0;
  return lines.map((line, n) => {
    const item =
      readItem(context.sql, line.itemId) ?? refuse('unknown_item', {}, { field: `lines.${n}.itemId` });
    checkLine(context, line, { n, currency }, item.currency);
    const { itemId, ...rest } = line;
    const described = { itemId, sku: item.sku, name: item.name, ...rest };
    bytes += Buffer.byteLength(JSON.stringify(described)) + 1;
    if (bytes > MAX_LINES_BYTES) refuse('order_lines_size', { max: MAX_LINES_BYTES }, { field: 'lines' });
    return described;
  });
}

function totalOf(lines: readonly OrderLine[], currency: string): number {
  try {
    return orderTotal(lines, currency);
  } catch (error) {
    if (error instanceof RangeError) return refuse('order_total', {}, { field: 'lines' });
    throw error;
  }
}

/** Refuses the id of an order that exists. */
export function assertOrderIsNew({ sql }: CommandContext, orderId: string): void {
  const present = readOrder(sql, orderId);
  if (present) refuse('duplicate_id', {}, { field: 'orderId', current: present.order });
}

/** Places an order and commits its stock: all of it, or nothing. */
export function placeOrder(context: CommandContext, asked: AskedOrder): Order {
  const { orderId, number: wanted, customer, currency, locationId } = asked;
  assertOrderIsNew(context, orderId);
  const namesake = wanted === null ? undefined : readOrderByNumber(context.sql, wanted);
  if (namesake)
    refuse('order_number_taken', { number: namesake.number }, { field: 'number', current: namesake });
  if (!readLocation(context.sql, locationId)) refuse('unknown_location', {}, { field: 'locationId' });
  const lines = describedLines(context, asked);
  const total = totalOf(lines, currency);
  const number = wanted ?? giveNumber(context);
  const order: Order = {
    ...{ id: orderId, number, customer, lines, total, currency },
    // An order without a total needs no payment.
    status: total === 0 ? 'paid' : 'placed',
    locationId,
    placedAt: context.now,
    shipped: [],
  };
  context.emit('orders.created', { order });
  commitToOrder(context, {
    orderId,
    locationId,
    demand: demandOf(lines),
    reason: 'order.placed' satisfies ReasonCode,
    reference: number,
  });
  return order;
}
