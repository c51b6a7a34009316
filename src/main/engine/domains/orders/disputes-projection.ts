import type { Dispute } from '#shared/domain/disputes.ts';
import type { Payment } from '#shared/domain/orders.ts';
import type { PayoutStatus } from '#shared/domain/payouts.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { disputeRow, payoutRow } from '#shared/rows/orders.ts';
import type { ChannelProjection, ProjectionContext } from '../../store/projection.ts';
import { disputesTable, payoutsTable } from './tables.ts';

type DisputeEvents =
  | 'payments.disputed'
  | 'payments.dispute_answered'
  | 'payments.dispute_accepted'
  | 'payments.dispute_won'
  | 'payments.dispute_lost'
  | 'payments.dispute_due'
  | 'payments.payout_created'
  | 'payments.payout_paid'
  | 'payments.payout_failed';

const parse = { dispute: parserOf(disputeRow.schema), payout: parserOf(payoutRow.schema) };

/** How the projection of payments writes one. */
export interface PaymentWriter {
  /** Writes a payment, or its status if it is held. */
  put(payment: Payment): boolean;
  isHeld(id: string): boolean;
}

/** The part of the channel `payments` that is about disputes and payouts. */
export function disputesProjection(context: ProjectionContext, payments: PaymentWriter) {
  const { bind, changes } = context;
  const disputes = bind(disputesTable);
  const payouts = bind(payoutsTable);
  const setStatus = payouts.updater(['status'], { by: ['id'] });

  const record = (dispute: Dispute): boolean => {
    disputes.upsert(dispute, {});
    changes.touch('payments', dispute.orderId);
    return true;
  };
  /** An older payment comes with its status once it is requested. */
  const change = (payment: Payment): boolean => {
    if (!payments.isHeld(payment.id) && context.hasOlder('payment')) return true;
    return payments.put(payment);
  };
  const decide = ({
    data: { dispute, payment, refund },
  }: EventOf<'payments.dispute_accepted' | 'payments.dispute_won' | 'payments.dispute_lost'>): boolean => {
    record(dispute);
    if (refund) payments.put(refund);
    return change(payment);
  };
  const settle =
    (status: PayoutStatus) =>
    ({ data }: EventOf<'payments.payout_paid' | 'payments.payout_failed'>): boolean => {
      changes.touch('payments', data.payoutId);
      return setStatus(status, data.payoutId) > 0 || context.hasOlder('payout');
    };
  const answer = ({ data }: EventOf<'payments.dispute_answered' | 'payments.dispute_due'>): boolean =>
    record(data.dispute);

  const events: Pick<ChannelProjection<'payments'>['events'], DisputeEvents> = {
    'payments.disputed': ({ data }) => {
      record(data.dispute);
      return change(data.payment);
    },
    'payments.dispute_answered': answer,
    'payments.dispute_due': answer,
    'payments.dispute_accepted': decide,
    'payments.dispute_won': decide,
    'payments.dispute_lost': decide,
    'payments.payout_created': ({ data: { payout } }) => {
      payouts.upsert(payout, {});
      changes.touch('payments', payout.id);
      return true;
    },
    'payments.payout_paid': settle('paid'),
    'payments.payout_failed': settle('failed'),
  };
  const rows: Pick<ChannelProjection<'payments'>['rows'], 'dispute' | 'payout'> = {
    dispute: (row) => {
      const dispute = parse.dispute(row);
      disputes.insertNew(dispute, {});
      changes.touch('payments', dispute.orderId);
    },
    payout: (row) => {
      const payout = parse.payout(row);
      payouts.insertNew(payout, {});
      changes.touch('payments', payout.id);
    },
  };
  const clear = (): void => {
    disputes.clear();
    payouts.clear();
  };
  return { events, rows, clear };
}
