import type { AlertSeverity } from './alerts.ts';
import { type Conversation, priorityRank } from './chat.ts';
import { clockState, type DueClock, shownClock } from './service-levels.ts';

/*
 * The attention queue: who waits for the user, in one order. A conversation is the user's, or nobody's; an alert is the user's.
 */

/** Why something stands where it does, the most urgent first. */
export const ATTENTION_REASONS = [
  'clock_breached',
  'alert_critical',
  'clock_warning',
  'waiting',
  'alert_warning',
  'clock_running',
  'alert_info',
] as const;
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

/** The most entries that the queue shows. */
export const MAX_ATTENTION = 100;

/** Something that may need the user. */
export type Candidate =
  | {
      readonly type: 'conversation';
      readonly conversation: Pick<Conversation, 'id' | 'status' | 'priority' | 'waitingSince' | 'clocks'>;
      /** Whether it is assigned to the user; otherwise it is assigned to nobody. */
      readonly mine: boolean;
    }
  | {
      readonly type: 'alert';
      readonly alert: { readonly id: string; readonly severity: AlertSeverity; readonly raisedAt: number };
    };

/** Why a candidate needs the user now, and by which moment it is sorted, ms. */
export interface Attention {
  readonly reason: AttentionReason;
  /** When its clock runs out or ran out, since when the customer waits, or when the alert was raised. */
  readonly at: number;
  /** The clock that is the reason; null for other reasons. */
  readonly clock: DueClock | null;
}

const ALERT_REASONS = {
  critical: 'alert_critical',
  warning: 'alert_warning',
  info: 'alert_info',
} as const satisfies Record<AlertSeverity, AttentionReason>;

/** Returns why a candidate needs the user at a moment; null where it does not. */
export function attentionOf(candidate: Candidate, now: number): Attention | null {
  if (candidate.type === 'alert') {
    const { severity, raisedAt } = candidate.alert;
    return { reason: ALERT_REASONS[severity], at: raisedAt, clock: null };
  }
  const { status, waitingSince, clocks } = candidate.conversation;
  if (status === 'resolved') return null;
  const clock = shownClock(clocks);
  const state = clockState(clock, now);
  if (clock && state === 'breached') return { reason: 'clock_breached', at: clock.dueAt, clock };
  if (clock && state === 'warning') return { reason: 'clock_warning', at: clock.dueAt, clock };
  // What was put aside comes back by itself, and what is pending waits for the customer.
  if (status !== 'open') return null;
  if (waitingSince !== null) return { reason: 'waiting', at: waitingSince, clock };
  return clock && candidate.mine ? { reason: 'clock_running', at: clock.dueAt, clock } : null;
}

/** A candidate that needs the user. */
export interface Ranked<C extends Candidate = Candidate> {
  readonly candidate: C;
  readonly attention: Attention;
}

/** What decides the order: the reason, the priority, own before nobody's, the earlier moment, and then the id, so that none are equal. */
function keyOf({ candidate, attention }: Ranked): readonly [number, number, number, number, string] {
  const reason = ATTENTION_REASONS.indexOf(attention.reason);
  if (candidate.type === 'alert') return [reason, 0, 0, attention.at, `alert ${candidate.alert.id}`];
  const { conversation, mine } = candidate;
  return [
    reason,
    priorityRank(conversation.priority),
    mine ? 0 : 1,
    attention.at,
    `conversation ${conversation.id}`,
  ];
}

/** Compares two entries of the queue: below zero where the first is more urgent. Only an entry and itself are equal. */
export function compareAttention(a: Ranked, b: Ranked): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  for (let n = 0; n < 4; n += 1) {
    const difference = Number(left[n]) - Number(right[n]);
    if (difference !== 0) return difference;
  }
  return left[4] < right[4] ? -1 : left[4] > right[4] ? 1 : 0;
}

/** Returns what needs the user at a moment, the most urgent first. */
export function rankAttention<C extends Candidate>(candidates: readonly C[], now: number): Ranked<C>[] {
  return candidates
    .flatMap((candidate) => {
      const attention = attentionOf(candidate, now);
      return attention === null ? [] : [{ candidate, attention }];
    })
    .sort(compareAttention);
}
