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
  /** The price of the item when the order was entered by hand, where the line has another. */
  listPrice: MinorUnits.min(0).optional(),
  /** Why the line has another price than its item. */
  priceReason: z.string().max(200).optional(),
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
  /** How much of each line has left, by the place of the line; empty while nothing has. */
  shipped: z.array(Quantity.min(0)).max(1000).default([]),
});
export type Order = z.infer<typeof Order>;
export type OrderStatus = Order['status'];

/** A quantity of an order's item that came back and went into stock again. */
export const ReturnedGoods = z.object({ itemId: Id, quantity: Quantity.min(1) });
export type ReturnedGoods = z.infer<typeof ReturnedGoods>;

/** How many of an item a paid order has, and what they were sold for: with discounts, minor units of the order's currency. */
export const SoldGoods = z.object({ itemId: Id, quantity: Quantity.min(1), total: MinorUnits.min(0) });
export type SoldGoods = z.infer<typeof SoldGoods>;

/** Adds up the lines of an order, one entry per item. */
export function soldGoods(lines: readonly Pick<OrderLine, 'itemId' | 'quantity' | 'total'>[]): SoldGoods[] {
  const sums = new Map<string, SoldGoods>();
  for (const { itemId, quantity, total } of lines) {
    const before = sums.get(itemId);
    sums.set(itemId, {
      itemId,
      quantity: quantity + (before?.quantity ?? 0),
      total: total + (before?.total ?? 0),
    });
  }
  return [...sums.values()];
}

/** Why an attempt to pay failed. */
export const FAILURE_REASONS = [
  'declined',
  'insufficient_funds',
  'expired_card',
  'fraud_suspected',
  'authentication_failed',
  'provider_error',
  'other',
] as const;

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
  /** The location of the order. It is here, too, so that payments alone say what a location took. */
  locationId: Id.nullable().default(null),
});
export type Payment = z.infer<typeof Payment>;

const ORDER_NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  placed: ['paid', 'cancelled'],
  paid: ['fulfilled', 'cancelled', 'refunded'],
  fulfilled: ['refunded'],
  cancelled: ['refunded'],
  refunded: [],
};

/** Returns whether an order's goods have not left yet, and may still leave. */
export function isOpenOrder({ status }: Pick<Order, 'status'>): boolean {
  return orderCanBecome(status, 'paid') || orderCanBecome(status, 'fulfilled');
}

/** Returns whether an order can change from one status to another. */
export function orderCanBecome(from: OrderStatus, to: OrderStatus): boolean {
  return ORDER_NEXT[from].includes(to);
}
