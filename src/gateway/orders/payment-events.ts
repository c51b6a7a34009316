import type { Dispute } from '#shared/domain/disputes.ts';
import type { Payment } from '#shared/domain/orders.ts';
import type { PayoutLine } from '#shared/domain/payouts.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { disputesTable, ordersTable, paymentsTable, payoutQueueTable, payoutsTable } from './tables.ts';

const NOTHING = { returned: [], lines: [], sold: [] };

const writes = perConnection((sql) => {
  const payments = tableOn(sql, paymentsTable);
  const queue = tableOn(sql, payoutQueueTable);
  const payouts = tableOn(sql, payoutsTable);
  return {
    payments,
    queue,
    payouts,
    disputes: tableOn(sql, disputesTable),
    setPaymentStatus: payments.updater(['status']),
    setPayoutStatus: payouts.updater(['status']),
    dequeue: queue.remover(),
    addToAccount: tableOn(sql, ordersTable).updater(['paid', 'refunded'], { sums: ['paid', 'refunded'] }),
  };
});

/** Notes money that is to be paid out, or to be taken from a payout. Each line waits once, and then is in one payout. */
export function enqueue(
  { sql }: Applying,
  id: string,
  kind: PayoutLine['kind'],
  { currency, ...line }: Omit<PayoutLine, 'id' | 'kind' | 'fee'> & { readonly currency: string },
): void {
  if (line.amount === 0) return;
  writes(sql).queue.upsert({}, { id, kind, currency, ...line });
}

/** Notes a payment or refund that succeeded for its payout. */
export function enqueuePayment(on: Applying, { id, kind, ...payment }: Payment): void {
  const { orderId, orderNumber, amount, currency, at } = payment;
  enqueue(on, id, kind, { paymentId: id, orderId, orderNumber, amount, currency, at });
}

function enqueueDispute(on: Applying, dispute: Dispute, kind: 'dispute' | 'dispute_won', at: number): void {
  const { paymentId, orderId, orderNumber, amount, currency } = dispute;
  const id = kind === 'dispute' ? `${dispute.id}:dispute` : `${dispute.id}:won`;
  enqueue(on, id, kind, { paymentId, orderId, orderNumber, amount, currency, at });
}

function recordDispute(
  { sql }: Applying,
  { data }: { readonly data: { readonly dispute: Dispute; readonly payment?: Payment } },
): void {
  const { disputes, setPaymentStatus } = writes(sql);
  disputes.upsert(data.dispute, {});
  if (data.payment) setPaymentStatus(data.payment.status, data.payment.id);
}

/** A dispute about a part that was lost stays as a refund. Its money went when the dispute was opened. */
function recordDecided(
  on: Applying,
  event: EventOf<'payments.dispute_accepted' | 'payments.dispute_won' | 'payments.dispute_lost'>,
): void {
  recordDispute(on, event);
  const { dispute, refund } = event.data;
  if (refund) {
    const { payments, addToAccount } = writes(on.sql);
    payments.upsert({ ...refund, ...NOTHING }, {});
    addToAccount(0, refund.amount, refund.orderId);
  }
  if (dispute.status === 'won') enqueueDispute(on, dispute, 'dispute_won', event.at);
}

/** Updates the tables of payments from events of failures, disputes and payouts. */
export const paymentsProjection: Projection = {
  'payments.failed': ({ sql }, { data }) =>
    void writes(sql).payments.upsert({ ...data.payment, ...NOTHING }, {}),
  'payments.disputed': (on, event) => {
    recordDispute(on, event);
    enqueueDispute(on, event.data.dispute, 'dispute', event.at);
  },
  'payments.dispute_answered': recordDispute,
  'payments.dispute_due': recordDispute,
  'payments.dispute_accepted': recordDecided,
  'payments.dispute_won': recordDecided,
  'payments.dispute_lost': recordDecided,
  'payments.payout_created': ({ sql }, { data: { payout } }) => {
    const { payouts, dequeue } = writes(sql);
    payouts.upsert(payout, {});
    for (const { id } of payout.lines) dequeue(id);
  },
  'payments.payout_paid': ({ sql }, { data }) => void writes(sql).setPayoutStatus('paid', data.payoutId),
  'payments.payout_failed': ({ sql }, { data }) => void writes(sql).setPayoutStatus('failed', data.payoutId),
};
