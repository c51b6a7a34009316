import { z } from 'zod';
import { Actor, Id, Timestamp } from '#shared/domain/ids.ts';
import { MinorUnits } from '#shared/domain/money.ts';
import { type PaidAndRefunded, refundable, statusAfterRefund } from '#shared/domain/order-account.ts';
import { type OrderStatus, ReturnedGoods } from '#shared/domain/orders.ts';
import type { LineQuantity } from '#shared/domain/refunds.ts';
import type { Effects } from '../../store/domain.ts';
import { type Pending, pendingEffects, type Reader } from '../../store/reader.ts';
import { DisputeEffect, disputeEffects } from './dispute-reads.ts';
import { EnteredEffect, enteredEffects } from './entered.ts';
import { PayoutEffect, payoutEffects } from './payout-reads.ts';

/** An effect of a command on an order. */
export const OrderEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order_fulfilled'), orderId: Id }),
  z.object({ kind: z.literal('order_cancelled'), orderId: Id }),
  z.object({
    kind: z.literal('order_refund'),
    orderId: Id,
    amount: MinorUnits.min(1),
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
    'orders.fulfil': ({ orderId }) => ({ kind: 'order_fulfilled', orderId }),
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
  readonly fulfilled: boolean;
  readonly returned: readonly ReturnedGoods[];
  /** How much of each line was refunded. */
  readonly lines: readonly LineQuantity[];
}

/** Returns an order with the effects of unsettled commands. */
export function withEffects(before: Standing, pending: readonly Pending<OrderEffect>[]): Standing {
  let now = before;
  for (const { effect } of pending) {
    if (effect.kind === 'order_fulfilled') now = { ...now, status: 'fulfilled', fulfilled: true };
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

/** Whether a command changes more than the order's notes. */
export function changesOrder({ effect }: Pending<OrderEffect>): boolean {
  return effect.kind !== 'order_note';
}
