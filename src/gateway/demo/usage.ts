import { DAY_MS, dayOf, dayStart, MINUTE_MS } from '#shared/domain/time.ts';
import {
  type OwnMeter,
  type UsageDay,
  unusedDay,
  usagePeriod,
  usedOf,
  withUsage,
} from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { countedUpTo, firstDay, isCountedUntil, readDays, readMeter } from '../usage/index.ts';
import { asMember, colleague, PERSONAS } from './personas.ts';
import { randomFor } from './random.ts';
import type { Due } from './simulation.ts';

/** The manager who sets limits. */
const MANAGER = colleague(2);
/** After a start, ms: once the past is counted, which is a minute after it. */
const SET_AFTER_MS = 1.5 * MINUTE_MS;
/** How long to wait for the count, ms. */
const COUNTED_MS = 5_000;
/** Orders until the first threshold, so that it is reached while somebody looks. */
const ORDERS_LEFT = 2;

/** How many days the shop has been counted for, before the demo began: as long as it has had a plan. */
const PAST_DAYS = 100;
/** After a start, ms: before the plans, so that the invoices of former months have what was used. */
const PAST_AFTER_MS = 3_000;

/** Returns what the programs around the shop used on its former days: calls by day of the week, and slowly growing levels. */
function pastDays(seed: number, now: number, timeZone: string): UsageDay[] {
  const today = dayOf(now, timeZone);
  return Array.from({ length: PAST_DAYS }, (_, n) => PAST_DAYS - n).flatMap((ago) => {
    const start = dayStart(today, timeZone, -ago);
    const day = dayOf(start, timeZone);
    const random = randomFor(seed, 'usage', day);
    const weekend = [0, 6].includes(new Date(start).getUTCDay());
    const of = (meter: OwnMeter, quantity: number): UsageDay =>
      withUsage(unusedDay(meter, day), quantity, start + 12 * 60 * MINUTE_MS);
    return [
      of('api_calls', Math.round(random.between(2_300, 3_400) * (weekend ? 0.4 : 1))),
      of('storage', Math.round(64_000_000 * 1.003 ** (PAST_DAYS - ago)) + random.between(0, 99_999)),
      of('seats', PERSONAS.length - (ago > 60 ? 2 : ago > 25 ? 1 : 0)),
    ];
  });
}

/** The shop was counted before, too: other programs called it, and it grew. Once in its life. */
export function usagePastDue(
  { seed, timeZone }: { readonly seed: number; readonly timeZone: string },
  now: number,
): Due {
  return {
    at: now + PAST_AFTER_MS,
    key: 'usage:past',
    happen: ({ at, run }) => {
      run(asMember(MANAGER), at, (context) => {
        const first = firstDay(context.sql, 'api_calls');
        if (first !== null && first < dayOf(at - DAY_MS / 2, timeZone)) return;
        const days = pastDays(seed, at, timeZone);
        for (const meter of new Set(days.map((day) => day.meter)))
          context.emit('usage.counted', {
            days: days.filter((day) => day.meter === meter),
            upTo: countedUpTo(context.sql),
          });
      });
      return [];
    },
  };
}

/** A manager sets a limit of orders that the shop is about to reach 80 % of, once in the life of the shop. */
export function usageDue(now: number): Due {
  return {
    at: now + SET_AFTER_MS,
    key: 'usage:limit',
    happen: ({ at, run }) => {
      let isCounted = false;
      run(asMember(MANAGER), at, (context) => {
        const meter = readMeter(context.sql, 'orders');
        isCounted = meter?.version !== 0 || isCountedUntil(context.sql, at - 2 * MINUTE_MS);
        if (meter?.version !== 0 || !isCounted) return;
        const period = usagePeriod(context.now, workspaceTimeZone(context.sql, context.config));
        const days = readDays(context.sql, meter.key, period.days[0] ?? '', period.days.at(-1) ?? '');
        const { key, name, unit, aggregation, thresholds } = meter;
        const used = usedOf(aggregation, days);
        if (used === 0) return;
        const quota = Math.ceil((used + ORDERS_LEFT) / 0.8);
        context.dispatch('usage.set_meter', { key, name, unit, aggregation, thresholds, quota, seen: 0 });
      });
      return isCounted ? [] : [usageDue(at + COUNTED_MS - SET_AFTER_MS)];
    },
  };
}
