import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import type { CommandContext } from '../kernel.ts';
import { disputablePayments, listDisputes } from '../orders/index.ts';
import { asMember, colleague } from './personas.ts';
import { ORDER_PREFIX } from './plan.ts';
import type { Due } from './simulation.ts';

/** The colleague who deals with disputes. */
const MANAGER = colleague(2);
/** After a start, ms: earlier disputes are there at once, a new one comes while somebody looks. */
const EARLIER_AFTER_MS = 4_000;
const NEW_AFTER_MS = 45_000;
/** How old the payments are that are disputed, at least, and how long the bank gives for an answer. */
const AGE_MS = 3 * DAY_MS;
const ANSWER_MS = 71 * HOUR_MS;
const NEAR_MS = 20 * HOUR_MS;
/** Pause until the next is disputed, and the most that are open at a time. */
const EVERY_MS = 6 * HOUR_MS;
const MAX_OPEN = 3;

/** Returns the disputes of the shop's customers from a moment on. */
export function disputesDue(now: number): Due[] {
  return [
    {
      at: now + EARLIER_AFTER_MS,
      key: 'disputes:earlier',
      happen: ({ at, run }) => {
        run(asMember(MANAGER), at, begin);
        return [];
      },
    },
    disputeDue(now + NEW_AFTER_MS),
  ];
}

/** The first time, one dispute needs an answer soon, one is under review, and one is won. */
function begin(context: CommandContext): void {
  if (listDisputes(context.sql, { at: Number.MAX_SAFE_INTEGER, id: '' }, 1).length > 0) return;
  dispute(context, 'fraudulent', NEAR_MS);
  const answered = dispute(context, 'not_received', 5 * DAY_MS);
  const won = dispute(context, 'not_as_described', 5 * DAY_MS);
  const evidence = 'The parcel was delivered and signed for; the carrier’s proof is attached to the order.';
  for (const disputeId of [answered, won])
    if (disputeId !== null) context.dispatch('payments.answer_dispute', { disputeId, evidence });
  if (won !== null) context.dispatch('payments.close_dispute', { disputeId: won, outcome: 'won' });
}

function disputeDue(at: number): Due {
  return {
    at,
    key: 'disputes:new',
    happen: ({ at: now, speed, run }) => {
      run(asMember(MANAGER), now, (context) => {
        const latest = listDisputes(context.sql, { at: Number.MAX_SAFE_INTEGER, id: '' }, 20);
        if (latest.filter(({ closedAt }) => closedAt === null).length < MAX_OPEN)
          dispute(context, 'not_received', ANSWER_MS);
      });
      return [disputeDue(now + Math.max(MINUTE_MS, Math.ceil(EVERY_MS / speed)))];
    },
  };
}

/** Disputes the newest card payment that is old enough. Returns the dispute's id; null if there is none. */
function dispute(
  context: CommandContext,
  reason: 'fraudulent' | 'not_received' | 'not_as_described',
  answerMs: number,
): string | null {
  const [payment] = disputablePayments(context.sql, {
    before: context.now - AGE_MS,
    method: 'card',
    idPrefix: ORDER_PREFIX,
  });
  if (!payment) return null;
  const disputeId = `${payment.id}:d`;
  const { id: paymentId, amount, currency } = payment;
  const dueAt = context.now + answerMs;
  context.dispatch('payments.dispute', { disputeId, paymentId, amount, currency, reason, dueAt });
  return disputeId;
}
