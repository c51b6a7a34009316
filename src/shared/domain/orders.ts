import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { Quantity } from './inventory.ts';
import { Currency, MinorUnits } from './money.ts';

export const Customer = z.object({
  id: Id,
  name: z.string().min(1).max(200),
  email: z.string().max(200).nullable(),
});
export type Customer = z.infer<typeof Customer>;

export const OrderLine = z.object({
  itemId: Id,
  sku: z.string().max(64),
  name: z.string().max(300),
  quantity: Quantity.min(1),
  unitPrice: MinorUnits.min(0),
  /** What the line costs after discounts, minor units; `unitPrice · quantity` where there is none. */
  total: MinorUnits.min(0),
});
export type OrderLine = z.infer<typeof OrderLine>;

export const ORDER_STATUSES = ['placed', 'paid', 'fulfilled', 'cancelled', 'refunded'] as const;

export const Order = z.object({
  id: Id,
  number: z.string().min(1).max(64),
  /** null for a guest order. */
  customer: Customer.nullable(),
  lines: z.array(OrderLine).max(1000),
  total: MinorUnits.min(0),
  currency: Currency,
  status: z.enum(ORDER_STATUSES),
  locationId: Id.nullable(),
  placedAt: Timestamp,
});
export type Order = z.infer<typeof Order>;
export type OrderStatus = Order['status'];

/** Money in or out for an order. Amounts are positive; `kind` says which way it went. */
export const Payment = z.object({
  id: Id,
  orderId: Id,
  orderNumber: z.string().max(64),
  kind: z.enum(['payment', 'refund']),
  status: z.enum(['succeeded', 'failed', 'disputed']),
  amount: MinorUnits.min(0),
  currency: Currency,
  method: z.string().min(1).max(40),
  reason: z.string().max(300).nullable(),
  at: Timestamp,
  /** True on the one payment that made its order paid in full: paid orders are counted by it, once each. */
  settlesOrder: z.boolean(),
});
export type Payment = z.infer<typeof Payment>;

/** What a payment adds to the figures: money in or out, and whether it made an order paid. Only what succeeded counts. */
export function paymentFigures(payment: Pick<Payment, 'kind' | 'status' | 'amount' | 'settlesOrder'>): {
  readonly paid: number;
  readonly payments: number;
  readonly refunded: number;
  readonly refunds: number;
  readonly paidOrders: number;
} {
  const counts = payment.status === 'succeeded' ? 1 : 0;
  const isPayment = payment.kind === 'payment';
  return {
    paid: isPayment ? counts * payment.amount : 0,
    payments: isPayment ? counts : 0,
    refunded: isPayment ? 0 : counts * payment.amount,
    refunds: isPayment ? 0 : counts,
    paidOrders: isPayment && payment.settlesOrder ? counts : 0,
  };
}

/** Revenue: what was paid less what was refunded, by the time of the payment. Minor units of one currency. */
export function revenueOf(sums: { readonly paid: number; readonly refunded: number }): number {
  return sums.paid - sums.refunded;
}

/** Average order value in minor units, rounded half up; null without paid orders. */
export function averageOrderValue(revenue: number, paidOrders: number): number | null {
  return paidOrders > 0 ? Math.round(revenue / paidOrders) : null;
}

/** Change against the window before, as a fraction (0.25 is +25 %); null where there is nothing to compare with. */
export function relativeChange(current: number, previous: number): number | null {
  return previous === 0 ? null : (current - previous) / Math.abs(previous);
}

const ORDER_NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ['paid', 'cancelled'],
  paid: ['fulfilled', 'cancelled', 'refunded'],
  fulfilled: ['refunded'],
  cancelled: ['refunded'],
  refunded: [],
};

/** Whether an order may go from one status to another. */
export function orderCanBecome(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_NEXT[from].includes(to);
}
