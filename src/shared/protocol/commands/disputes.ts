import { z } from 'zod';
import { DISPUTE_REASONS, DISPUTE_STATUSES, MAX_EVIDENCE } from '../../domain/disputes.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { PAYOUT_STATUSES } from '../../domain/payouts.ts';
import { command } from './define.ts';

const byDispute = (data: { disputeId: string }): string => `dispute:${data.disputeId}`;
const output = z.object({ disputeId: Id, status: z.enum(DISPUTE_STATUSES) });
const permission = 'payments:manage';

/** Commands on disputes and payouts. */
export const disputeCommands = {
  /** Records that a customer disputes a payment, all of it or a part. Its money is gone until the dispute is won. */
  'payments.dispute': command({
    input: z.strictObject({
      disputeId: Id,
      paymentId: Id,
      amount: MinorUnits.min(1),
      currency: Currency,
      reason: z.enum(DISPUTE_REASONS),
      dueAt: Timestamp,
    }),
    output,
    permission,
    subject: byDispute,
  }),
  /** Records the answer to a dispute, before its deadline. The provider then reviews it. */
  'payments.answer_dispute': command({
    input: z.strictObject({
      disputeId: Id,
      evidence: z.string().trim().min(1, 'Enter the evidence.').max(MAX_EVIDENCE),
    }),
    output,
    permission,
    subject: byDispute,
  }),
  /** Gives a dispute up: the customer keeps the money. */
  'payments.accept_dispute': command({
    input: z.strictObject({ disputeId: Id }),
    output,
    permission,
    subject: byDispute,
  }),
  /** Records the provider's decision. */
  'payments.close_dispute': command({
    input: z.strictObject({ disputeId: Id, outcome: z.enum(['won', 'lost']) }),
    output,
    permission,
    subject: byDispute,
  }),
  /** Records what became of a payout: it arrived, or the bank returned it. */
  'payments.settle_payout': command({
    input: z.strictObject({ payoutId: Id, status: z.enum(['paid', 'failed']) }),
    output: z.object({ payoutId: Id, status: z.enum(PAYOUT_STATUSES) }),
    permission,
    subject: (data) => `payout:${data.payoutId}`,
  }),
} as const;
