import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import {
  type Meter,
  type OwnMeter,
  RECORD_AGE_MS,
  reachedThresholds,
  USAGE_DAYS,
  type UsageDay,
  type UsagePeriod,
  unusedDay,
  usagePeriod,
  usedOf,
  withUsage,
} from '#shared/domain/usage.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import { storedBytes } from '../attachments/index.ts';
import { countUsers } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import { AT_ONCE, type CommandContext } from '../kernel.ts';
import { waitingCalls, writtenCalls } from './calls.ts';
import {
  countable,
  countedUpTo,
  databaseBytes,
  isCountedUntil,
  listMeters,
  oldestDay,
  readDay,
  readDays,
  wasReached,
} from './queries.ts';
import { forgetRecords } from './tables.ts';

/** How often what the gateway counts itself is written, first so long after a start, ms: an event each. */
const EVERY_MS = MINUTE_MS;
/** The same while there is something from this long ago to count, as after an import: invoices wait for it. */
const BACKLOG_EVERY_MS = 5_000;
const BACKLOG_MS = HOUR_MS;
/** Messages and orders that one slice looks at. */
const SLICE = 20_000;

/** When a gateway counted last, by its configuration, ms. */
const counted = new WeakMap<GatewayConfig, { readonly at: number }>();

/** Whether some time has passed, also where the clock was set back. */
const hasPassed = (since: number, ms: number, now: number): boolean => now >= since + ms || now < since;

/**
 * Counts what happened since the last time: messages and orders from where it ended, a slice at a time, so that a kill neither loses nor doubles
 * any; calls from memory; storage and seats as they are. Each day is written whole, with how far they are counted.
 */
export function sweepUsage(context: CommandContext): number | null {
  const { sql, config, now } = context;
  const last = counted.get(config);
  const timeZone = workspaceTimeZone(sql, config);
  const began = last?.at ?? now;
  if (last === undefined) counted.set(config, { at: now });
  if (last === undefined || !hasPassed(began, EVERY_MS, now)) {
    if (isCountedUntil(sql, now - BACKLOG_MS)) return began + EVERY_MS;
    if (!hasPassed(began, BACKLOG_EVERY_MS, now)) return began + BACKLOG_EVERY_MS;
  }
  const days = new Map<string, UsageDay>();
  const add = (meter: OwnMeter, quantity: number, at: number): void => {
    const day = dayOf(at, timeZone);
    const key = `${meter} ${day}`;
    const before = days.get(key) ?? readDay(sql, meter, day) ?? unusedDay(meter, day);
    days.set(key, withUsage(before, quantity, at));
  };
  const { found, upTo, more } = countable(sql, countedUpTo(sql), SLICE);
  // What is older belongs to periods that are closed: an import brings years.
  const since = now - RECORD_AGE_MS;
  for (const { meter, at } of found) if (at >= since) add(meter, 1, at);
  const calls = waitingCalls(config);
  if (calls > 0) add('api_calls', calls, now);
  for (const [meter, value] of [
    ['storage', databaseBytes(sql) + storedBytes(sql)],
    ['seats', countUsers(sql)],
  ] as const)
    if (readDay(sql, meter, dayOf(now, timeZone))?.last !== value) add(meter, value, now);
  if (days.size > 0 || more) context.emit('usage.counted', { days: [...days.values()], upTo });
  if (calls > 0) writtenCalls(config, calls);
  if (more) return AT_ONCE;
  tellThresholds(context, timeZone);
  forgetOld(context, timeZone);
  counted.set(config, { at: now });
  return now + EVERY_MS;
}

/** Records the thresholds that are reached this month, or were with what came late last month. */
function tellThresholds(context: CommandContext, timeZone: string): void {
  const periods = [usagePeriod(context.now, timeZone, -1), usagePeriod(context.now, timeZone)];
  for (const meter of listMeters(context.sql))
    for (const period of periods) tellThreshold(context, meter, period);
}

/**
 * Records the thresholds of a meter that are reached in a period, each once. Of several at once, people are told of the highest; of
 * those of a period that is over, nobody is.
 */
export function tellThreshold(context: CommandContext, meter: Meter, period: UsagePeriod): void {
  const { sql, now } = context;
  const used = usedOf(
    meter.aggregation,
    readDays(sql, meter.key, period.days[0] ?? '', period.days.at(-1) ?? ''),
  );
  const reached = reachedThresholds(meter, used).filter(
    (percent) => !wasReached(sql, meter.key, period.key, percent),
  );
  for (const [i, percent] of reached.entries())
    context.emit('usage.threshold_reached', {
      threshold: { meter: meter.key, period: period.key, percent, used, quota: meter.quota ?? 1, at: now },
      told: i === reached.length - 1 && now < period.to,
      name: meter.name,
    });
}

/** Deletes the days beyond those that are kept, and the ids of records that cannot come again. */
function forgetOld(context: CommandContext, timeZone: string): void {
  const { sql, now } = context;
  const first = dayOf(now - USAGE_DAYS * DAY_MS, timeZone);
  const oldest = oldestDay(sql);
  if (oldest !== null && oldest < first) context.emit('usage.trimmed', { before: first });
  forgetRecords(context, now - RECORD_AGE_MS);
}
