import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Quantity, sumDemand } from './inventory.ts';
import { MinorUnits } from './money.ts';
import { type OrderStatus, orderCanBecome, Payment, ReturnedGoods, SoldGoods } from './orders.ts';

/** What a refund was for: a quantity of a line of its order, by the place of the line from 0, and the part of the amount. */
export const RefundedLine = z.object({
  line: z.int().min(0).max(999),
  quantity: Quantity.min(1),
  amount: MinorUnits.min(0),
});
export type RefundedLine = z.infer<typeof RefundedLine>;

/**
 * A payment or refund as it is stored: with the lines it was for, with the goods that came back with it and, if it completed its
 * order's total, with those that were sold by it. So the sums of products depend on payments alone. A return without money is a
 * refund of 0.
 */
export const RecordedPayment = Payment.extend({
  returned: z.array(ReturnedGoods).max(1000).default([]),
  lines: z.array(RefundedLine).max(1000).default([]),
  sold: z.array(SoldGoods).max(1000).default([]),
});
export type RecordedPayment = z.infer<typeof RecordedPayment>;

/** What happened to an order besides payments: it was fulfilled or cancelled, or somebody wrote a note. */
export const OrderEntry = z.object({
  /** Sequence number of the event. */
  seq: Seq,
  orderId: Id,
  kind: z.enum(['fulfilled', 'cancelled', 'note']),
  /** The note, or why the order was cancelled. */
  text: z.string().max(1000).nullable(),
  actor: Actor.nullable(),
  at: Timestamp,
});
export type OrderEntry = z.infer<typeof OrderEntry>;

/** What was paid and refunded for an order, minor units of its currency. */
export interface PaidAndRefunded {
  readonly paid: number;
  readonly refunded: number;
  /** The part of what was paid that is disputed, or was lost to a dispute. */
  readonly disputed?: number | undefined;
}

/** Returns what can still be refunded of an order: never more than was paid, and nothing of what is disputed. */
export function refundable({ paid, refunded, disputed = 0 }: PaidAndRefunded): number {
  return Math.max(0, paid - refunded - disputed);
}

/** Returns the status of an order after a refund of an amount: refunded, if that was all and the order can become it. */
export function statusAfterRefund(
  status: OrderStatus,
  account: PaidAndRefunded,
  amount: number,
): OrderStatus {
  return amount > 0 &&
    amount === refundable(account) &&
    (account.disputed ?? 0) === 0 &&
    orderCanBecome(status, 'refunded')
    ? 'refunded'
    : status;
}

/** Adds up goods, one entry per item. */
export function addGoods(...goods: readonly (readonly ReturnedGoods[])[]): ReturnedGoods[] {
  const sums = sumDemand(
    goods.flat(),
    (one) => one.itemId,
    (one) => one.quantity,
  );
  return [...sums].map(([itemId, quantity]) => ({ itemId, quantity }));
}
