import { z } from 'zod';
import { Actor, Id, Timestamp } from './ids.ts';
import { Quantity } from './inventory.ts';
import { addGoods } from './order-account.ts';
import { type Order, type OrderLine, orderCanBecome, type ReturnedGoods } from './orders.ts';
import { addLines, allotted, type LineQuantity, refundedByLine } from './refunds.ts';

/** Longest name of a carrier, and longest tracking number. */
export const MAX_CARRIER = 80;
export const MAX_TRACKING = 120;

/** A quantity of a line of an order, by the place of the line from 0. */
export const ShippedLine = z.object({ line: z.int().min(0).max(999), quantity: Quantity.min(1) });
export type ShippedLine = z.infer<typeof ShippedLine>;

/** Goods of an order that left together. */
export const Shipment = z.object({
  id: Id,
  orderId: Id,
  /** One entry a line, in the order of the lines. */
  lines: z.array(ShippedLine).min(1).max(1000),
  /** Whose stock they left. */
  locationId: Id.nullable(),
  carrier: z.string().max(MAX_CARRIER).nullable().default(null),
  tracking: z.string().max(MAX_TRACKING).nullable().default(null),
  actor: Actor.nullable(),
  at: Timestamp,
});
export type Shipment = z.infer<typeof Shipment>;

/** An order as far as its shipments are concerned. */
export type Shipped = Pick<Order, 'status' | 'shipped'> & {
  readonly lines: readonly Pick<OrderLine, 'itemId' | 'quantity'>[];
};

/**
 * Returns how much of each line has left, one entry a line. An order that was fulfilled before shipments were recorded has left as a
 * whole.
 */
export function shippedCounts({ status, lines, shipped }: Shipped): number[] {
  const whole = status === 'fulfilled' && shipped.length === 0;
  return lines.map(({ quantity }, n) => (whole ? quantity : (shipped[n] ?? 0)));
}

/** Returns what has not left yet, without the lines that have left. */
export function notShipped(order: Shipped): LineQuantity[] {
  const counts = shippedCounts(order);
  return order.lines.flatMap(({ quantity }, line) => {
    const left = quantity - (counts[line] ?? 0);
    return left > 0 ? [{ line, quantity: left }] : [];
  });
}

/** Whether goods of an order can leave: it is paid, and some have not left. */
export function canShip(order: Shipped): boolean {
  return orderCanBecome(order.status, 'fulfilled') && notShipped(order).length > 0;
}

/** Whether any of an order's goods have left. */
export function hasShipped(order: Shipped): boolean {
  return shippedCounts(order).some((count) => count > 0);
}

/** Whether an order would be fulfilled without any goods: all of it was refunded before any of it left. */
export function isEmptyShipment(order: Shipped, leaves: readonly LineQuantity[]): boolean {
  return leaves.length === 0 && !hasShipped(order);
}

/** Whether some of an order's goods have left and the rest may still leave. */
export function isPartlyFulfilled(order: Shipped): boolean {
  return canShip(order) && hasShipped(order);
}

/** How many units of an order have left, of how many. */
export function shippedUnits(order: Shipped): { readonly shipped: number; readonly ordered: number } {
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return { shipped: sum(shippedCounts(order)), ordered: sum(order.lines.map(({ quantity }) => quantity)) };
}

/** Returns how many units have left, of how many, while an order is partly fulfilled; else null. */
export function partlyShipped(order: Shipped): ReturnType<typeof shippedUnits> | null {
  return isPartlyFulfilled(order) ? shippedUnits(order) : null;
}

/** Returns the first line of which more would leave than is left, with how much that is; null if there is none. */
export function excessShipment(
  order: Shipped,
  lines: readonly LineQuantity[],
): { readonly line: number; readonly left: number } | null {
  const counts = shippedCounts(order);
  for (const { line, quantity } of addLines(lines)) {
    const left = (order.lines[line]?.quantity ?? 0) - (counts[line] ?? 0);
    if (quantity > left) return { line, left };
  }
  return null;
}

/** Returns how much of each line has left after a shipment. */
export function afterShipment(order: Shipped, lines: readonly LineQuantity[]): number[] {
  const counts = shippedCounts(order);
  for (const { line, quantity } of lines) counts[line] = (counts[line] ?? 0) + quantity;
  return counts;
}

/** Returns the lines of an order with the quantities that have left, for what can come back. */
export function shippedLines(order: Shipped): ReturnedGoods[] {
  const counts = shippedCounts(order);
  return order.lines.flatMap(({ itemId }, n) => {
    const quantity = counts[n] ?? 0;
    return quantity > 0 ? [{ itemId, quantity }] : [];
  });
}

/** Whether goods of an order are with its customer, who may send them back. */
export function canComeBack(order: Shipped, returned: readonly ReturnedGoods[]): boolean {
  const back = new Map(addGoods(returned).map(({ itemId, quantity }) => [itemId, quantity]));
  return addGoods(shippedLines(order)).some(({ itemId, quantity }) => quantity > (back.get(itemId) ?? 0));
}

/**
 * Returns what should still leave: what has not left and was not refunded. Pieces that were refunded and came back had left; other
 * refunded pieces are counted as those that never did. It is what leaves unless somebody says otherwise, and what is refunded when the
 * rest of the order is closed.
 */
export function toShip(
  order: Shipped,
  refunded: readonly LineQuantity[],
  returned: readonly ReturnedGoods[],
): LineQuantity[] {
  const done = refundedByLine(refunded);
  const back = new Map(returned.map(({ itemId, quantity }) => [itemId, quantity]));
  const counts = shippedCounts(order);
  return order.lines.flatMap(({ itemId, quantity }, line) => {
    const refundedHere = done.get(line) ?? 0;
    const cameBack = Math.min(back.get(itemId) ?? 0, refundedHere, counts[line] ?? 0);
    back.set(itemId, (back.get(itemId) ?? 0) - cameBack);
    const rest = quantity - (counts[line] ?? 0) - (refundedHere - cameBack);
    return rest > 0 ? [{ line, quantity: rest }] : [];
  });
}

/** Returns what is refunded of each line when the rest of an order is closed: its share, while there is money left to refund. */
export function refundOfRest(
  order: Pick<Order, 'status' | 'shipped' | 'lines'>,
  refunded: readonly LineQuantity[],
  returned: readonly ReturnedGoods[],
  refundable: number,
): { line: number; quantity: number; amount: number }[] {
  return allotted(order.lines, refunded, toShip(order, refunded, returned), refundable);
}
