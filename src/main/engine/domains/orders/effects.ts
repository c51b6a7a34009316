import { z } from 'zod';
import { Actor, Id, Timestamp } from '#shared/domain/ids.ts';
import { MinorUnits } from '#shared/domain/money.ts';
import { type PaidAndRefunded, refundable, statusAfterRefund } from '#shared/domain/order-account.ts';
import { type Order, type OrderStatus, ReturnedGoods } from '#shared/domain/orders.ts';
import type { LineQuantity } from '#shared/domain/refunds.ts';
import {
  afterShipment,
  excessShipment,
  isEmptyShipment,
  type Shipped,
  ShippedLine,
  toShip,
} from '#shared/domain/shipments.ts';
import type { Effects } from '../../store/domain.ts';
import { type Pending, pendingEffects, type Reader } from '../../store/reader.ts';
import { DisputeEffect, disputeEffects } from './dispute-reads.ts';
import { EnteredEffect, enteredEffects } from './entered.ts';
import { PayoutEffect, payoutEffects } from './payout-reads.ts';

/** An effect of a command on an order. */
export const OrderEffect = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('order_fulfilled'),
    orderId: Id,
    /** null for all that is left. */
    lines: z.array(ShippedLine).max(1000).nullable().default(null),
  }),
  z.object({ kind: z.literal('order_closed'), orderId: Id }),
  z.object({ kind: z.literal('order_cancelled'), orderId: Id }),
  z.object({
    kind: z.literal('order_refund'),
    orderId: Id,
    /** 0 for goods that come back without a refund. */
    amount: MinorUnits.min(0),
    returned: z.array(ReturnedGoods).max(1000),
    lines: z
      .array(z.object({ line: z.int().min(0), quantity: z.int().min(1) }))
      .max(1000)
      .default([]),
  }),
  z.object({
    kind: z.literal('order_note'),
    orderId: Id,
    body: z.string().max(1000),
    author: Actor,
    at: Timestamp,
  }),
]);
export type OrderEffect = z.infer<typeof OrderEffect>;

/** The effects of commands on orders and refunds. */
export const orderEffects: Effects<OrderEffect | EnteredEffect | DisputeEffect | PayoutEffect> = {
  schema: z.union([OrderEffect, EnteredEffect, DisputeEffect, PayoutEffect]),
  of: {
    ...enteredEffects,
    ...disputeEffects,
    ...payoutEffects,
    'orders.fulfil': ({ orderId, lines = null }) => ({ kind: 'order_fulfilled', orderId, lines }),
    'orders.close_rest': ({ orderId }) => ({ kind: 'order_closed', orderId }),
    'orders.cancel': ({ orderId }) => ({ kind: 'order_cancelled', orderId }),
    'payments.refund': ({ orderId, amount, returned, lines = [] }) => ({
      ...{ kind: 'order_refund', orderId, amount, returned, lines },
    }),
    'orders.note': ({ orderId, body }, { userId, userName, now }) => ({
      kind: 'order_note',
      orderId,
      body,
      author: { kind: 'user', id: userId, name: userName },
      at: now,
    }),
  },
  topic: (effect) =>
    'orderId' in effect
      ? { topic: 'orders', key: effect.orderId }
      : { topic: 'payments', key: effect.kind === 'payout_settled' ? effect.payoutId : null },
};

/** Returns the unsettled commands on orders, by order, oldest first. */
export function pendingOrders(reader: Reader): ReadonlyMap<string, readonly Pending<OrderEffect>[]> {
  return Map.groupBy(pendingEffects(reader, OrderEffect), ({ effect }) => effect.orderId);
}

/** An order as far as commands change it. */
export interface Standing extends PaidAndRefunded {
  readonly status: OrderStatus;
  readonly ordered: Shipped['lines'];
  /** How much of each line has left, by the place of the line. */
  readonly shipped: readonly number[];
  readonly returned: readonly ReturnedGoods[];
  /** How much of each line was refunded. */
  readonly lines: readonly LineQuantity[];
}

/** Returns an order with the effects of unsettled commands. */
export function withEffects(before: Standing, pending: readonly Pending<OrderEffect>[]): Standing {
  let now = before;
  for (const { effect } of pending) {
    if (effect.kind === 'order_fulfilled') now = { ...now, ...shippedBy(now, effect.lines) };
    else if (effect.kind === 'order_closed') now = { ...now, status: 'fulfilled' };
    else if (effect.kind === 'order_cancelled')
      now = { ...now, status: 'cancelled', refunded: now.refunded + refundable(now) };
    else if (effect.kind === 'order_refund')
      now = {
        ...now,
        status: statusAfterRefund(now.status, now, effect.amount),
        refunded: now.refunded + effect.amount,
        returned: [...now.returned, ...effect.returned],
        lines: [...now.lines, ...effect.lines],
      };
  }
  return now;
}

/** Returns what has left after lines are fulfilled; all that is left without lines. What the gateway would refuse changes nothing. */
function shippedBy(
  { status, ordered, shipped, lines: refunded, returned }: Standing,
  lines: readonly LineQuantity[] | null,
): Pick<Standing, 'status' | 'shipped'> {
  const order = { status, lines: ordered, shipped: [...shipped] };
  if (lines !== null && excessShipment(order, lines) !== null) return { status, shipped };
  const leaves = lines ?? toShip(order, refunded, returned);
  if (isEmptyShipment(order, leaves)) return { status, shipped };
  const after = { ...order, shipped: afterShipment(order, leaves) };
  const isDone = toShip(after, refunded, returned).length === 0;
  return { status: isDone ? 'fulfilled' : status, shipped: after.shipped };
}

/** Returns an order, and what should still leave of it, with what commands in the outbox will have done to it. */
export function shippedWith(
  order: Order,
  account: Pick<Standing, 'paid' | 'refunded' | 'lines' | 'returned'>,
  pending: readonly Pending<OrderEffect>[],
): { readonly order: Order; readonly toShip: LineQuantity[] } {
  const before = { status: order.status, ordered: order.lines, shipped: order.shipped, ...account };
  const { status, shipped, lines, returned } = withEffects(before, pending);
  const after = { ...order, status, shipped: [...shipped] };
  return { order: after, toShip: toShip(after, lines, returned) };
}

/** Whether a command changes more than the order's notes. */
export function changesOrder({ effect }: Pending<OrderEffect>): boolean {
  return effect.kind !== 'order_note';
}
