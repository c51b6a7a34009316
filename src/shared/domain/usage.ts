import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { CalendarDay, DAY_MS, dayOf, dayStart, MINUTE_MS } from './time.ts';

/*
 * What the workspace uses, by meter and day, and what follows from it: the one home of these rules. A period is a calendar month of
 * the workspace's time zone.
 */

/** How the days of a period become one value: their sum, the value that was last, or the highest. */
export const AGGREGATIONS = ['sum', 'last', 'max'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

/** The meters that the gateway counts itself. */
export const OWN_METERS = {
  api_calls: { unit: 'calls', aggregation: 'sum', quota: 100_000 },
  messages: { unit: 'messages', aggregation: 'sum', quota: 50_000 },
  orders: { unit: 'orders', aggregation: 'sum', quota: 10_000 },
  storage: { unit: 'bytes', aggregation: 'max', quota: 5_000_000_000 },
  seats: { unit: 'seats', aggregation: 'max', quota: 25 },
} as const satisfies Readonly<Record<string, { unit: string; aggregation: Aggregation; quota: number }>>;
export type OwnMeter = keyof typeof OWN_METERS;
export const OWN_METER_KEYS = Object.keys(OWN_METERS) as readonly OwnMeter[];

/** The key of a meter: lower-case letters, digits and underscores. */
export const MeterKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use up to 40 lower-case letters, digits and underscores.');

/** The largest quantity that is counted. */
const Quantity = z.int().min(0).max(1e12);
/** Shares of the limit at which somebody is told, per cent, ascending. */
const Thresholds = z
  .array(z.int().min(1).max(1000))
  .max(5)
  .refine((all) => all.every((percent, i) => i === 0 || percent > (all[i - 1] ?? 0)), {
    error: 'Enter each percentage once, the lowest first.',
  });
export const DEFAULT_THRESHOLDS: readonly number[] = [80, 90, 100];

/** Something that is counted. `quota` null: there is no limit. `own`: the gateway counts it itself. */
export const Meter = z.object({
  key: MeterKey,
  /** What people call it; empty for the gateway's own, which every language names. */
  name: z.string().trim().max(80),
  unit: z.string().trim().min(1).max(20),
  aggregation: z.enum(AGGREGATIONS),
  quota: Quantity.min(1).nullable(),
  thresholds: Thresholds,
  own: z.boolean(),
  /** The number of its changes, 0 for one of the gateway's own as it comes. A change names the version that it was made on. */
  version: z.int().min(0),
});
export type Meter = z.infer<typeof Meter>;

/** Returns a meter of the gateway's own as it is until somebody changes it; undefined for other keys. */
export function ownMeter(key: string): Meter | undefined {
  const own = OWN_METER_KEYS.find((one) => one === key);
  if (own === undefined) return undefined;
  return {
    key: own,
    name: '',
    ...OWN_METERS[own],
    thresholds: [...DEFAULT_THRESHOLDS],
    own: true,
    version: 0,
  };
}

/** Returns meters with those of the gateway's own that nobody has changed, which come first. */
export function withOwnMeters(stored: readonly Meter[]): Meter[] {
  const byKey = new Map(stored.map((meter) => [meter.key, meter]));
  const own = OWN_METER_KEYS.flatMap((key) => byKey.get(key) ?? ownMeter(key) ?? []);
  return [...own, ...stored.filter((meter) => !meter.own)];
}

/** How many meters there may be. */
export const MAX_METERS = 50;

/** What was used of a meter on a day of the workspace's calendar. */
export const UsageDay = z.object({
  meter: MeterKey,
  day: CalendarDay,
  sum: z.int().min(0),
  last: z.int().min(0),
  lastAt: Timestamp,
  max: z.int().min(0),
});
export type UsageDay = z.infer<typeof UsageDay>;

/** How many days are kept. */
export const USAGE_DAYS = 400;

/** A threshold that was reached: once per meter, period and percentage. */
export const UsageThreshold = z.object({
  meter: MeterKey,
  /** The month, `2026-11`. */
  period: z.string().regex(/^\d{4}-\d{2}$/),
  percent: z.int(),
  used: z.int().min(0),
  quota: z.int().min(1),
  at: Timestamp,
});
export type UsageThreshold = z.infer<typeof UsageThreshold>;

/** A record of usage, made by another program. */
export const UsageRecord = z.strictObject({
  recordId: Id,
  meter: MeterKey,
  quantity: Quantity,
  at: Timestamp,
});
export type UsageRecord = z.infer<typeof UsageRecord>;

/** A record older than this is refused, and its id is known for as long. */
export const RECORD_AGE_MS = 35 * DAY_MS;
/** A record may be this much ahead of the gateway's clock. */
export const RECORD_AHEAD_MS = 5 * MINUTE_MS;

/** Returns why a record is refused for its time; null if it is not. */
export function recordProblem(at: number, now: number): 'usage_old' | 'usage_ahead' | null {
  if (at < now - RECORD_AGE_MS) return 'usage_old';
  return at > now + RECORD_AHEAD_MS ? 'usage_ahead' : null;
}

/** A month of the workspace: half-open, ms. */
export interface UsagePeriod {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  /** Its days, `2026-11-01` first. */
  readonly days: readonly string[];
}

/** Returns the month that contains an instant in a zone; `plus` months later. */
export function usagePeriod(at: number, timeZone: string, plus = 0): UsagePeriod {
  const [year = 1970, month = 1] = dayOf(at, timeZone).split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + plus, 1));
  const after = new Date(Date.UTC(year, month + plus, 1));
  const count = Math.round((after.getTime() - first.getTime()) / DAY_MS);
  const days = Array.from({ length: count }, (_, i) =>
    new Date(first.getTime() + i * DAY_MS).toISOString().slice(0, 10),
  );
  const start = days[0] ?? '1970-01-01';
  return {
    key: start.slice(0, 7),
    from: dayStart(start, timeZone),
    to: dayStart(start, timeZone, count),
    days,
  };
}

/** Returns a day with one more value. A value older than the last one changes no `last`. */
export function withUsage(day: UsageDay, quantity: number, at: number): UsageDay {
  const newer = at >= day.lastAt;
  return {
    ...day,
    sum: day.sum + quantity,
    last: newer ? quantity : day.last,
    lastAt: newer ? at : day.lastAt,
    max: Math.max(day.max, quantity),
  };
}

/** Returns the day of a meter on which nothing was used. */
export function unusedDay(meter: string, day: string): UsageDay {
  return { meter, day, sum: 0, last: 0, lastAt: 0, max: 0 };
}

/** Returns the values of consecutive days. A day without a record has nothing of a sum, and the level of the day before. */
export function valuesOf(
  aggregation: Aggregation,
  days: readonly UsageDay[],
  names: readonly string[],
): number[] {
  const byDay = new Map(days.map((day) => [day.day, day]));
  let level = 0;
  return names.map((name) => {
    const day = byDay.get(name);
    if (aggregation === 'sum') return day?.sum ?? 0;
    level = day?.[aggregation] ?? level;
    return level;
  });
}

/** Returns what was used, from the days of a period. */
export function usedOf(aggregation: Aggregation, days: readonly UsageDay[]): number {
  if (aggregation === 'sum') return days.reduce((sum, day) => sum + day.sum, 0);
  if (aggregation === 'max') return days.reduce((most, day) => Math.max(most, day.max), 0);
  return days.reduce((latest, day) => (day.lastAt >= latest.lastAt ? day : latest), unusedDay('x', '')).last;
}

/** Returns the thresholds that are reached, the highest last. */
export function reachedThresholds(
  { quota, thresholds }: Pick<Meter, 'quota' | 'thresholds'>,
  used: number,
): number[] {
  return quota === null ? [] : thresholds.filter((percent) => used * 100 >= quota * percent);
}

/** Up to where the gateway has counted: messages by sequence, orders by their place in the order they came. */
export const CountedUpTo = z.object({ messages: z.int().min(0), orders: z.int().min(0) });
export type CountedUpTo = z.infer<typeof CountedUpTo>;
