import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { Quantity, sumDemand } from './inventory.ts';
import { Currency, MinorUnits } from './money.ts';
import { personal } from './personal.ts';

/** A customer. */
export const Customer = z.object({
  id: Id,
  name: z.string().min(1).max(200),
  email: personal(z.string().max(200).nullable()),
});
export type Customer = z.infer<typeof Customer>;

/** A line of an order. Prices are in minor units of the order's currency. */
export const OrderLine = z.object({
  itemId: Id,
  sku: z.string().max(64),
  name: z.string().max(300),
  quantity: Quantity.min(1),
  unitPrice: MinorUnits.min(0),
  /** Price of the line after discounts, in minor units; `unitPrice · quantity` if there are none. */
  total: MinorUnits.min(0),
});
export type OrderLine = z.infer<typeof OrderLine>;

/**
 * Adds up returned goods by item. Returns the first item of which more would have come back than was sold, with how many of it
 * can still come back; null if there is none.
 */
export function excessReturn(
  lines: readonly Pick<OrderLine, 'itemId' | 'quantity'>[],
  before: readonly ReturnedGoods[],
  returned: readonly ReturnedGoods[],
): { readonly itemId: string; readonly left: number } | null {
  const sum = (goods: readonly ReturnedGoods[]): Map<string, number> =>
    sumDemand(
      goods,
      (entry) => entry.itemId,
      (entry) => entry.quantity,
    );
  const [sold, back] = [sum(lines), sum(before)];
  for (const [itemId, quantity] of sum(returned)) {
    const left = (sold.get(itemId) ?? 0) - (back.get(itemId) ?? 0);
    if (quantity > left) return { itemId, left };
  }
  return null;
}

/** The statuses of an order. */
export const ORDER_STATUSES = ['placed', 'paid', 'fulfilled', 'cancelled', 'refunded'] as const;

/** An order. `total` is in minor units of `currency`. */
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

/** A quantity of an order's item that came back and went into stock again. */
export const ReturnedGoods = z.object({ itemId: Id, quantity: Quantity.min(1) });
export type ReturnedGoods = z.infer<typeof ReturnedGoods>;

/** A payment or refund of an order. The amount is positive; `kind` gives its direction. */
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
  /** True for the one payment that completed its order's total. Counting these counts each paid order once. */
  settlesOrder: z.boolean(),
});
export type Payment = z.infer<typeof Payment>;

/** Returns what a payment adds to the figures, in minor units and counts. Only successful payments count. */
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

/** Returns the revenue: payments less refunds, in minor units of one currency. */
export function revenueOf(sums: { readonly paid: number; readonly refunded: number }): number {
  return sums.paid - sums.refunded;
}

/** Returns the average order value in minor units, rounded half up; null if there are no paid orders. */
export function averageOrderValue(revenue: number, paidOrders: number): number | null {
  return paidOrders > 0 ? Math.round(revenue / paidOrders) : null;
}

/** Returns the change from the previous window as a fraction (0.25 is +25 %); null if the previous value is 0. */
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

/** Returns whether an order can change from one status to another. */
export function orderCanBecome(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_NEXT[from].includes(to);
}
