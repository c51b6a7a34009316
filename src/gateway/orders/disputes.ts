import {
  DISPUTE_WARNINGS,
  type Dispute,
  type DisputeStep,
  dueWarning,
  nextWarningAt,
  stepDispute,
} from '#shared/domain/disputes.ts';
import { refundable } from '#shared/domain/order-account.ts';
import type { Payment } from '#shared/domain/orders.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import { AT_ONCE, type CommandContext, type GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { nextUnwarnedDispute, readDispute } from './dispute-queries.ts';
import { existing, refundPayment } from './handling.ts';
import { readPayment } from './queries.ts';

/** The longest time to answer, from now. */
const MAX_DUE_MS = 366 * 24 * HOUR_MS;

function existingDispute(context: CommandContext, disputeId: string): Dispute {
  return readDispute(context.sql, disputeId) ?? refuse('unknown_dispute', {}, { field: 'disputeId' });
}

/** Returns a dispute after a step. Refuses a step that is not possible. */
function stepped(dispute: Dispute, step: DisputeStep): Dispute {
  const status = stepDispute(dispute.status, step) ?? refuse('dispute_status', {}, { current: dispute });
  return { ...dispute, status };
}

/**
 * Returns the payment and the refund that remain of a decided dispute. One that is won is as if it had never been. One about a part of
 * a payment becomes a refund of that part; one about all of it leaves the payment disputed, so that it counts in no figure.
 */
function remains(
  context: CommandContext,
  dispute: Dispute,
): { readonly payment: Payment; readonly refund: Payment | null } {
  const payment =
    readPayment(context.sql, dispute.paymentId) ?? refuse('unknown_payment', {}, { field: 'paymentId' });
  if (dispute.status === 'won') return { payment: { ...payment, status: 'succeeded' }, refund: null };
  if (dispute.amount === payment.amount) return { payment, refund: null };
  const lost = 'dispute.lost' satisfies ReasonCode;
  const stored = existing(context, dispute.orderId);
  return {
    payment: { ...payment, status: 'succeeded' },
    refund: {
      ...refundPayment(context, stored, dispute.id, dispute.amount, lost),
      method: payment.method,
    },
  };
}

function decide(
  context: CommandContext,
  before: Dispute,
  step: 'accept' | 'win' | 'lose',
): { readonly disputeId: string; readonly status: Dispute['status'] } {
  const dispute = { ...stepped(before, step), closedAt: context.now };
  const data = { dispute, ...remains(context, dispute) };
  if (step === 'accept') context.emit('payments.dispute_accepted', data);
  else if (step === 'win') context.emit('payments.dispute_won', data);
  else context.emit('payments.dispute_lost', data);
  return { disputeId: dispute.id, status: dispute.status };
}

/** Commands on disputes. */
export const disputeHandlers: GatewayModule['commands'] = {
  'payments.dispute': (context, { disputeId, paymentId, amount, currency, reason, dueAt }) => {
    const present = readDispute(context.sql, disputeId);
    if (present) refuse('duplicate_id', {}, { field: 'disputeId', current: present });
    // A dispute about a part may become a refund under its id.
    const taken = readPayment(context.sql, disputeId);
    if (taken) refuse('duplicate_id', {}, { field: 'disputeId', current: taken });
    const payment =
      readPayment(context.sql, paymentId) ?? refuse('unknown_payment', {}, { field: 'paymentId' });
    if (payment.kind !== 'payment') refuse('dispute_refund', {}, { field: 'paymentId' });
    if (payment.status !== 'succeeded')
      refuse('dispute_payment_status', {}, { field: 'paymentId', current: payment });
    if (currency !== payment.currency)
      refuse('dispute_currency', { currency: payment.currency }, { field: 'currency' });
    if (dueAt <= context.now || dueAt > context.now + MAX_DUE_MS)
      refuse('dispute_due', {}, { field: 'dueAt' });
    const left = Math.min(payment.amount, refundable(existing(context, payment.orderId)));
    if (amount !== payment.amount && amount > left)
      refuse('dispute_above', { left: { amount: left, currency } }, { field: 'amount' });
    const { orderId, orderNumber } = payment;
    const dispute: Dispute = {
      ...{ id: disputeId, paymentId, orderId, orderNumber, amount, currency, reason },
      ...{ status: 'needs_response', openedAt: context.now, dueAt },
      ...{ evidence: null, answeredAt: null, closedAt: null, warnedHours: null },
    };
    context.emit('payments.disputed', { payment: { ...payment, status: 'disputed' }, dispute });
    return { disputeId, status: dispute.status };
  },

  'payments.answer_dispute': (context, { disputeId, evidence }) => {
    const dispute = stepped(existingDispute(context, disputeId), 'answer');
    if (context.now >= dispute.dueAt) refuse('dispute_overdue', {}, { current: dispute.dueAt });
    context.emit('payments.dispute_answered', { dispute: { ...dispute, evidence, answeredAt: context.now } });
    return { disputeId, status: dispute.status };
  },

  'payments.accept_dispute': (context, { disputeId }) =>
    decide(context, existingDispute(context, disputeId), 'accept'),

  'payments.close_dispute': (context, { disputeId, outcome }) =>
    decide(context, existingDispute(context, disputeId), outcome === 'won' ? 'win' : 'lose'),
};

/**
 * Warns of the deadlines of disputes, each warning once: an event records it with the dispute. Returns when the next one is due, ms;
 * null for none.
 */
export function sweepDisputes(context: CommandContext): number | null {
  for (const hours of DISPUTE_WARNINGS) {
    const dispute = nextUnwarnedDispute(context.sql, hours, context.now);
    if (!dispute) continue;
    const due = dueWarning(dispute, context.now);
    if (due !== null) {
      context.emit('payments.dispute_due', { dispute: { ...dispute, warnedHours: due } });
      return AT_ONCE;
    }
  }
  const coming = DISPUTE_WARNINGS.flatMap((hours) => {
    const dispute = nextUnwarnedDispute(context.sql, hours, context.now);
    return dispute ? (nextWarningAt(dispute) ?? []) : [];
  });
  return coming.length === 0 ? null : Math.min(...coming);
}
