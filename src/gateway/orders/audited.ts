import type { Order, OrderStatus, Payment } from '#shared/domain/orders.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readOrder, readPayment } from './queries.ts';

/** An order without the details of its customer, and with the number of its lines: they are in the order itself. */
function fieldsOf({ customer, lines, ...order }: Order): AuditedFields {
  return { ...order, customerId: customer?.id ?? null, lines: lines.length };
}

function statusOf(
  sql: Sql,
  { orderId, status }: { readonly orderId: string; readonly status: OrderStatus },
): AuditedRecord {
  const before = readOrder(sql, orderId)?.order.status ?? null;
  return { record: `order:${orderId}`, before: { status: before }, after: { status } };
}

function paymentOf(sql: Sql, { payment }: { readonly payment: Payment }): AuditedRecord {
  return {
    record: `payment:${payment.id}`,
    before: readPayment(sql, payment.id) ?? null,
    after: payment,
  };
}

/** Which fields the events of orders and payments change. */
export const ordersAudited: Audited = {
  'orders.created': (_sql, { order }) => ({
    record: `order:${order.id}`,
    before: null,
    after: fieldsOf(order),
  }),
  'orders.updated': statusOf,
  'orders.fulfilled': statusOf,
  'orders.cancelled': statusOf,
  // The note itself is on the order.
  'orders.note_added': (_sql, { orderId }) => ({
    record: `order:${orderId}`,
    before: null,
    after: { note: 'added' },
  }),
  'payments.received': paymentOf,
  'payments.refunded': paymentOf,
};
