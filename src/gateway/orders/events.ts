import { z } from 'zod';
import { Id } from '#shared/domain/ids.ts';
import { paymentFigures } from '#shared/domain/orders.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, defineWrite, type Projection } from '../kernel.ts';
import { ordersTable, paymentsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const orders = tableOn(sql, ordersTable);
  return {
    orders,
    payments: tableOn(sql, paymentsTable),
    setStatus: orders.updater(['status']),
    setRestocked: orders.updater(['restocked']),
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

/** Records that an order's goods have been returned to stock. */
export const markRestocked = defineWrite(
  'orders.restocked',
  z.strictObject({ orderId: Id }),
  ({ sql }, { orderId }) => void writes(sql).setRestocked(1, orderId),
);

/** Updates the tables of orders and payments from their events. */
export const ordersProjection: Projection = {
  'orders.created': ({ sql }, { data }) =>
    void writes(sql).orders.insert(data.order, { paid: 0, refunded: 0, restocked: 0 }),
  'orders.updated': recordStatus,
  'orders.fulfilled': recordStatus,
  'orders.cancelled': recordStatus,
  'payments.received': recordPayment,
  'payments.refunded': recordPayment,
};
