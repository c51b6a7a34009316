import { addMoney } from '#shared/domain/money.ts';
import type { OrderLine, OrderStatus } from '#shared/domain/orders.ts';

/** The sum of an order's lines, minor units. Throws a RangeError where it is too large to be exact. */
export function orderTotal(lines: readonly Pick<OrderLine, 'total'>[], currency: string): number {
  return lines.reduce((sum, line) => addMoney(sum, { amount: line.total, currency }), { amount: 0, currency })
    .amount;
}

/** What was paid and given back for an order, minor units. */
export interface OrderAccount {
  readonly status: OrderStatus;
  readonly total: number;
  readonly paid: number;
  readonly refunded: number;
}

/** What is still owed; nothing for an order that is no longer waiting for money. */
export function outstanding(account: OrderAccount): number {
  return account.status === 'placed' ? account.total - account.paid + account.refunded : 0;
}

/** What can still be given back. */
export function refundable(account: OrderAccount): number {
  return account.paid - account.refunded;
}
