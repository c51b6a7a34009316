import { addMoney } from '#shared/domain/money.ts';
import type { OrderLine, OrderStatus } from '#shared/domain/orders.ts';

/** Returns the sum of an order's lines, minor units. Throws a RangeError if it is too large to be exact. */
export function orderTotal(lines: readonly Pick<OrderLine, 'total'>[], currency: string): number {
  return lines.reduce((sum, line) => addMoney(sum, { amount: line.total, currency }), { amount: 0, currency })
    .amount;
}

/** What was paid and refunded for an order, minor units. */
export interface OrderAccount {
  readonly status: OrderStatus;
  readonly total: number;
  readonly paid: number;
  readonly refunded: number;
}

/** Returns what is still owed; 0 for an order that does not await payment. */
export function outstanding(account: OrderAccount): number {
  return account.status === 'placed' ? account.total - account.paid + account.refunded : 0;
}

/** Returns what can still be refunded. */
export function refundable(account: OrderAccount): number {
  return account.paid - account.refunded;
}
