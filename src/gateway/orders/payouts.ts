import { startOfCalendarDay } from '#shared/domain/days.ts';
import { feeOf, payoutCanBecome, payoutSums, summable } from '#shared/domain/payouts.ts';
import { DAY_MS, dayOf } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { AT_ONCE, type CommandContext, type GatewayModule, type Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { dueLines, newestUnpaid, nextArrival, oldestUnpaid, readPayout } from './payout-queries.ts';

/** Days from a payout until its money has arrived. */
const ARRIVES_AFTER_DAYS = 1;

/** How long a sweep waits while past payments arrive, ms. */
const LOOK_AGAIN_MS = 1_000;
const seen = new WeakMap<Sql, number>();

/**
 * Whether payments of the past are just being written, as by an import: the newest line is of a day that is over, and was not there at
 * the last look. Their days are paid out when they are complete, rather than in many parts.
 */
function isArriving(sql: Sql, dayEnd: number): boolean {
  const newest = newestUnpaid(sql);
  if (!newest || newest.at >= dayEnd + DAY_MS) return false;
  const before = seen.get(sql);
  seen.set(sql, newest.n);
  return before === undefined || newest.n > before;
}

/**
 * Makes up one payout of the oldest money that is waiting: that of one day of the workspace, in one currency, at most as many lines as
 * fit. Returns when the next one is due, ms; null if nothing waits.
 */
function makePayout(context: CommandContext): number | null {
  const { sql, config, now } = context;
  const oldest = oldestUnpaid(sql);
  if (!oldest) return null;
  const timeZone = workspaceTimeZone(sql, config);
  const day = dayOf(oldest.at, timeZone);
  const { delayDays, feeBasisPoints } = config.payouts;
  const due = startOfCalendarDay(day, timeZone, 1 + delayDays);
  if (due > now) return due;
  if (isArriving(sql, startOfCalendarDay(day, timeZone, 1))) return now + LOOK_AGAIN_MS;
  const { currency } = oldest;
  const waiting = dueLines(sql, currency, startOfCalendarDay(day, timeZone, 1)).map((line) => ({
    ...line,
    fee: line.kind === 'payment' ? feeOf(line.amount, feeBasisPoints) : 0,
  }));
  const lines = summable(waiting);
  context.emit('payments.payout_created', {
    payout: {
      ...{ id: context.newId(), at: due, currency, ...payoutSums(lines, currency), status: 'pending' },
      ...{ arrivesAt: startOfCalendarDay(day, timeZone, 1 + delayDays + ARRIVES_AFTER_DAYS), lines },
    },
  });
  return AT_ONCE;
}

/** Records that a payout has arrived. Returns when the next one does, ms; null for none. */
function settleArrived(context: CommandContext): number | null {
  const next = nextArrival(context.sql);
  if (!next) return null;
  if (next.arrivesAt > context.now) return next.arrivesAt;
  const { id: payoutId, net, currency, arrivesAt: at } = next;
  context.emit('payments.payout_paid', { payoutId, net, currency, at });
  return AT_ONCE;
}

/** Makes up payouts when their delay is over, and records those that have arrived. One step a run. */
export function sweepPayouts(context: CommandContext): number | null {
  const due = [makePayout(context), settleArrived(context)].filter((at) => at !== null);
  return due.length === 0 ? null : Math.min(...due);
}

/** Commands on payouts. */
export const payoutHandlers: GatewayModule['commands'] = {
  'payments.settle_payout': (context, { payoutId, status }) => {
    const payout = readPayout(context.sql, payoutId) ?? refuse('unknown_payout', {}, { field: 'payoutId' });
    if (!payoutCanBecome(payout.status, status))
      refuse('payout_status', {}, { field: 'status', current: payout.status });
    const settled = { payoutId, net: payout.net, currency: payout.currency, at: context.now };
    if (status === 'paid') context.emit('payments.payout_paid', settled);
    else context.emit('payments.payout_failed', settled);
    return { payoutId, status };
  },
};
