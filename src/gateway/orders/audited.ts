import type { Dispute } from '#shared/domain/disputes.ts';
import type { Order, OrderStatus, Payment } from '#shared/domain/orders.ts';
import type { PayoutStatus } from '#shared/domain/payouts.ts';
import type { Audited, AuditedFields, AuditedRecord, Sql } from '../kernel.ts';
import { readDispute } from './dispute-queries.ts';
import { readPayout } from './payout-queries.ts';
import { readOrder, readPayment } from './queries.ts';

/** An order without the details of its customer, and with the number of its lines: they are in the order itself. */
function fieldsOf({ customer, lines, shipped: _none, ...order }: Order): AuditedFields {
  return { ...order, customerId: customer?.id ?? null, lines: lines.length };
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

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

/** A dispute without its evidence, which may say things about the customer. */
function disputeFields({ evidence, ...dispute }: Dispute): AuditedFields {
  return { ...dispute, evidence: evidence === null ? null : 'given' };
}

function disputeOf(sql: Sql, { dispute }: { readonly dispute: Dispute }): AuditedRecord {
  const before = readDispute(sql, dispute.id);
  return {
    record: `dispute:${dispute.id}`,
    before: before ? disputeFields(before) : null,
    after: disputeFields(dispute),
  };
}

/** The dispute, and the payment that counts again or no more. */
function disputedOf(
  sql: Sql,
  data: { readonly dispute: Dispute; readonly payment: Payment; readonly refund?: Payment | null },
): AuditedRecord[] {
  const refund = data.refund ? [paymentOf(sql, { payment: data.refund })] : [];
  return [disputeOf(sql, data), paymentOf(sql, data), ...refund];
}

const payoutOf =
  (status: PayoutStatus) =>
  (sql: Sql, { payoutId }: { readonly payoutId: string }): AuditedRecord => ({
    record: `payout:${payoutId}`,
    before: { status: readPayout(sql, payoutId)?.status ?? null },
    after: { status },
  });

/** Which fields the events of orders and payments change. */
export const ordersAudited: Audited = {
  'orders.created': (_sql, { order }) => ({
    record: `order:${order.id}`,
    before: null,
    after: fieldsOf(order),
  }),
  'orders.updated': statusOf,
  'orders.shipped': (sql, { shipment, shipped }) => {
    const before = readOrder(sql, shipment.orderId)?.order.shipped ?? [];
    const { id: shipmentId, locationId, carrier, tracking } = shipment;
    return {
      record: `order:${shipment.orderId}`,
      before: { shippedUnits: sumOf(before) },
      after: { shippedUnits: sumOf(shipped), shipmentId, locationId, carrier, tracking },
    };
  },
  'orders.fulfilled': statusOf,
  'orders.cancelled': statusOf,
  // The note itself is on the order.
  'orders.note_added': (_sql, { orderId }) => ({
    record: `order:${orderId}`,
    before: null,
    after: { note: 'added' },
  }),
  'payments.received': paymentOf,
  'payments.failed': paymentOf,
  'payments.refunded': paymentOf,
  'payments.disputed': disputedOf,
  'payments.dispute_answered': disputeOf,
  'payments.dispute_due': disputeOf,
  'payments.dispute_accepted': disputedOf,
  'payments.dispute_won': disputedOf,
  'payments.dispute_lost': disputedOf,
  'payments.payout_created': (_sql, { payout: { lines, ...payout } }) => ({
    record: `payout:${payout.id}`,
    before: null,
    after: { ...payout, lines: lines.length },
  }),
  'payments.payout_paid': payoutOf('paid'),
  'payments.payout_failed': payoutOf('failed'),
};
