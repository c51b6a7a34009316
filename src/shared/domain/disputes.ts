import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { Currency, MinorUnits } from './money.ts';
import { personal } from './personal.ts';
import { HOUR_MS } from './time.ts';

/** Why a customer disputes a payment. */
export const DISPUTE_REASONS = [
  'fraudulent',
  'not_received',
  'not_as_described',
  'duplicate',
  'other',
] as const;

/** The statuses of a dispute. The last three are final. */
export const DISPUTE_STATUSES = ['needs_response', 'under_review', 'won', 'lost', 'accepted'] as const;
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number];

/** The most characters of the evidence. */
export const MAX_EVIDENCE = 4_000;

/** How long before the deadline the team is warned, hours; the largest first. */
export const DISPUTE_WARNINGS = [72, 24] as const;
type WarningHours = (typeof DISPUTE_WARNINGS)[number];

/** A payment that a customer disputes with their bank or payment provider. The amount is in minor units. */
export const Dispute = z.object({
  id: Id,
  paymentId: Id,
  orderId: Id,
  orderNumber: z.string().max(64),
  /** What the provider has withdrawn: the whole payment, or a part. */
  amount: MinorUnits.min(1),
  currency: Currency,
  reason: z.enum(DISPUTE_REASONS),
  status: z.enum(DISPUTE_STATUSES),
  openedAt: Timestamp,
  /** Until when the shop can answer. */
  dueAt: Timestamp,
  /** What the shop answered. */
  evidence: personal(z.string().max(MAX_EVIDENCE).nullable()),
  answeredAt: Timestamp.nullable(),
  closedAt: Timestamp.nullable(),
  /** The last warning before the deadline, hours; null before the first. */
  warnedHours: z.int().min(0).nullable(),
});
export type Dispute = z.infer<typeof Dispute>;

/** What can happen to a dispute: the shop answers or accepts it, the provider decides it. */
export type DisputeStep = 'answer' | 'accept' | 'win' | 'lose';

const NEXT: Readonly<Record<DisputeStatus, Partial<Record<DisputeStep, DisputeStatus>>>> = {
  needs_response: { answer: 'under_review', accept: 'accepted', win: 'won', lose: 'lost' },
  under_review: { win: 'won', lose: 'lost' },
  won: {},
  lost: {},
  accepted: {},
};

/** Returns the status after a step; null if the step is not possible. */
export function stepDispute(status: DisputeStatus, step: DisputeStep): DisputeStatus | null {
  return NEXT[status][step] ?? null;
}

type Warned = Pick<Dispute, 'status' | 'dueAt' | 'warnedHours'>;

/** Returns when the team is next warned of a deadline, and with which warning; null if it is not. */
function nextWarning({ status, dueAt, warnedHours }: Warned): { at: number; hours: WarningHours } | null {
  if (status !== 'needs_response') return null;
  const hours = DISPUTE_WARNINGS.find((one) => warnedHours === null || one < warnedHours);
  return hours === undefined ? null : { at: dueAt - hours * HOUR_MS, hours };
}

/**
 * Returns the warning that is due, hours before the deadline; null for none. If several are due at once, it is the last of them;
 * after the deadline it is none.
 */
export function dueWarning(dispute: Warned, now: number): WarningHours | null {
  if (now >= dispute.dueAt) return null;
  let found: WarningHours | null = null;
  for (let next = nextWarning(dispute); next !== null && next.at <= now; ) {
    found = next.hours;
    next = nextWarning({ ...dispute, warnedHours: found });
  }
  return found;
}

/** Returns when the next warning is due, ms; null if there is none left. */
export function nextWarningAt(dispute: Warned): number | null {
  return nextWarning(dispute)?.at ?? null;
}

/** How urgent an answer is: the mark in lists. */
export function disputeUrgency(
  { status, dueAt }: Pick<Dispute, 'status' | 'dueAt'>,
  now: number,
): 'none' | 'soon' | 'urgent' | 'overdue' {
  if (status !== 'needs_response') return 'none';
  const [soon, urgent] = DISPUTE_WARNINGS;
  const left = dueAt - now;
  if (left <= 0) return 'overdue';
  if (left <= urgent * HOUR_MS) return 'urgent';
  return left <= soon * HOUR_MS ? 'soon' : 'none';
}
