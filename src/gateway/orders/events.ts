import { paymentFigures } from '#shared/domain/figures.ts';
import { sumDemand } from '#shared/domain/inventory.ts';
import type { ReturnedGoods } from '#shared/domain/orders.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { readOrder } from './queries.ts';
import { ordersTable, paymentsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const orders = tableOn(sql, ordersTable);
  return {
    orders,
    payments: tableOn(sql, paymentsTable),
    setStatus: orders.updater(['status']),
    setReturned: orders.updater(['returned']),
    addToAccount: orders.updater(['paid', 'refunded'], { sums: ['paid', 'refunded'] }),
  };
});

function recordStatus(
  { sql }: Applying,
  { data }: EventOf<'orders.updated' | 'orders.fulfilled' | 'orders.cancelled'>,
): void {
  writes(sql).setStatus(data.status, data.orderId);
}

/** Writes a payment or refund and adds it to its order's account. */
function recordPayment(
  { sql }: Applying,
  { data: { payment } }: EventOf<'payments.received' | 'payments.refunded'>,
): void {
  const { payments, addToAccount } = writes(sql);
  const { paid, refunded } = paymentFigures(payment);
  payments.upsert(payment, {});
  addToAccount(paid, refunded, payment.orderId);
}

/** Writes a refund, and adds the goods that came back with it to those of its order. */
function recordRefund(on: Applying, event: EventOf<'payments.refunded'>): void {
  recordPayment(on, event);
  const { payment, returned } = event.data;
  if (returned.length === 0) return;
  const before = readOrder(on.sql, payment.orderId)?.returned ?? [];
  writes(on.sql).setReturned(JSON.stringify(addReturned(before, returned)), payment.orderId);
}

function addReturned(before: readonly ReturnedGoods[], more: readonly ReturnedGoods[]): ReturnedGoods[] {
  const sums = sumDemand(
    [...before, ...more],
    (goods) => goods.itemId,
    (goods) => goods.quantity,
  );
  return [...sums].map(([itemId, quantity]) => ({ itemId, quantity }));
}

/** Updates the tables of orders and payments from their events. */
export const ordersProjection: Projection = {
  'orders.created': ({ sql }, { data }) =>
    void writes(sql).orders.insert(data.order, { paid: 0, refunded: 0, returned: '[]' }),
  'orders.updated': recordStatus,
  'orders.fulfilled': recordStatus,
  'orders.cancelled': recordStatus,
  'payments.received': recordPayment,
  'payments.refunded': recordRefund,
};
