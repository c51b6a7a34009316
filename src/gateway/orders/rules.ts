import { addMoney } from '#shared/domain/money.ts';
import type { PaidAndRefunded } from '#shared/domain/order-account.ts';
import type { OrderLine, OrderStatus } from '#shared/domain/orders.ts';

/** Returns the sum of an order's lines, minor units. Throws a RangeError if it is too large to be exact. */
export function orderTotal(lines: readonly Pick<OrderLine, 'total'>[], currency: string): number {
  return lines.reduce((sum, line) => addMoney(sum, { amount: line.total, currency }), { amount: 0, currency })
    .amount;
}

/** An order's account, minor units. */
export interface OrderAccount extends PaidAndRefunded {
  readonly status: OrderStatus;
  readonly total: number;
}

/** Returns what is still owed; 0 for an order that does not await payment. */
export function outstanding(account: OrderAccount): number {
  return account.status === 'placed' ? account.total - account.paid + account.refunded : 0;
}
