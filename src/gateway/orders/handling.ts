import { sumDemand } from '#shared/domain/inventory.ts';
import {
  type Order,
  type OrderLine,
  type OrderStatus,
  orderCanBecome,
  type Payment,
} from '#shared/domain/orders.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { paymentsOfOrder, readOrder, readPayment, type StoredOrder } from './queries.ts';
import type { OrderAccount } from './rules.ts';

/** Longest reason in the ledger; an order's can be longer. */
export const LEDGER_REASON = 200;

/** Returns an order that must exist. */
export function existing(context: CommandContext, orderId: string): StoredOrder {
  return readOrder(context.sql, orderId) ?? refuse('unknown_order', {}, { field: 'orderId' });
}

/** Refuses a status that an order cannot get. */
export function assertCanBecome(order: Order, status: OrderStatus): void {
  if (!orderCanBecome(order.status, status))
    refuse('order_status', { status: order.status }, { current: order.status });
}

/** Returns the account of an order. */
export function accountOf({ order, paid, refunded, disputed }: StoredOrder): OrderAccount {
  return { status: order.status, total: order.total, paid, refunded, disputed };
}

/** Refuses the id of a payment that exists. */
export function assertPaymentIsNew(context: CommandContext, paymentId: string): void {
  const payment = readPayment(context.sql, paymentId);
  if (payment) refuse('duplicate_id', {}, { field: 'paymentId', current: payment });
}

/** Returns the data of an event that changes an order's status. */
export function statusChange(order: Order, status: OrderStatus, reason: string | null) {
  return { orderId: order.id, number: order.number, status, reason };
}

/** Returns the demand for each item of lines. */
export function demandOf(lines: readonly Pick<OrderLine, 'itemId' | 'quantity'>[]): Map<string, number> {
  return sumDemand(
    lines,
    (line) => line.itemId,
    (line) => line.quantity,
  );
}

/** Returns a refund of an order, by the method of its last payment that succeeded. */
export function refundPayment(
  context: CommandContext,
  { order }: StoredOrder,
  id: string,
  amount: number,
  reason: string,
): Payment {
  const paidWith = paymentsOfOrder(context.sql, order.id).findLast(
    ({ kind, status }) => kind === 'payment' && status !== 'failed',
  );
  return {
    id,
    orderId: order.id,
    orderNumber: order.number,
    kind: 'refund',
    status: 'succeeded',
    amount,
    currency: order.currency,
    method: paidWith?.method ?? 'manual',
    reason,
    at: context.now,
    settlesOrder: false,
    locationId: order.locationId,
  };
}
