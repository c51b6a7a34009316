import { z } from 'zod';
import { Day } from './days.ts';
import { Id } from './ids.ts';
import { Currency, MinorUnits } from './money.ts';
import type { PaidAndRefunded } from './order-account.ts';
import { ORDER_STATUSES, type Order, type OrderStatus } from './orders.ts';
import { DAY_MS } from './time.ts';

/**
 * How far an order is paid. A cancelled order that nothing was paid for has `none`; `disputed` is one whose money a bank has taken back, or
 * may.
 */
export const PAYMENT_STATES = [
  'unpaid',
  'partly_paid',
  'paid',
  'disputed',
  'partly_refunded',
  'refunded',
  'none',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** The payment states that orders are filtered by. */
export const PAYMENT_FILTERS = [
  'any',
  'unpaid',
  'partly_paid',
  'paid',
  'disputed',
  'partly_refunded',
  'refunded',
] as const;

/** Returns how far an order is paid. */
export function paymentStateOf(
  { status }: Pick<Order, 'status'>,
  { paid, refunded, disputed }: PaidAndRefunded & { readonly disputed: number },
): PaymentState {
  if (status === 'placed') return paid > refunded ? 'partly_paid' : 'unpaid';
  if (disputed > 0) return 'disputed';
  if (refunded > 0) return refunded < paid ? 'partly_refunded' : 'refunded';
  if (status === 'refunded') return 'refunded';
  return status === 'cancelled' && paid === 0 ? 'none' : 'paid';
}

/** The statuses of an order that is paid and whose goods have not all left. */
export const TO_FULFIL: readonly OrderStatus[] = ['paid'];

/** An order is overdue when its goods have not left this long after it was placed, ms. */
export const OVERDUE_MS = 2 * DAY_MS;

/** Whether an order should have been fulfilled by now. */
export function isOverdue({ status, placedAt }: Pick<Order, 'status' | 'placedAt'>, now: number): boolean {
  return TO_FULFIL.includes(status) && placedAt < now - OVERDUE_MS;
}

/** What a list of orders can be sorted by. By total, orders are grouped by currency. */
export const ORDER_SORTS = ['placed', 'number', 'total'] as const;
export type OrderSort = (typeof ORDER_SORTS)[number];

/** What a list of orders can be narrowed by. `from` and `to` are days of the workspace, both included. */
export const OrderFilters = z.strictObject({
  search: z.string().max(200),
  status: z.enum(['any', ...ORDER_STATUSES]),
  customerId: Id.nullable(),
  locationId: Id.nullable(),
  payment: z.enum(PAYMENT_FILTERS),
  /** Only those that should have been fulfilled by now. */
  overdue: z.boolean(),
  /** Only those of which a part has left and the rest may still leave. */
  partly: z.boolean(),
  from: Day.nullable(),
  to: Day.nullable(),
  /** The least and the greatest total, both included; null for any. */
  amount: z
    .strictObject({
      currency: Currency,
      least: MinorUnits.min(0).nullable(),
      most: MinorUnits.min(0).nullable(),
    })
    .nullable(),
  sort: z.enum(ORDER_SORTS),
  direction: z.enum(['asc', 'desc']),
});
export type OrderFilters = z.infer<typeof OrderFilters>;

/** All orders, newest first. */
export const ALL_ORDERS: OrderFilters = {
  search: '',
  status: 'any',
  customerId: null,
  locationId: null,
  payment: 'any',
  overdue: false,
  partly: false,
  from: null,
  to: null,
  amount: null,
  sort: 'placed',
  direction: 'desc',
};
