import { DAY_MS } from './time.ts';
import { type Aggregation, type Meter, type UsageDay, type UsagePeriod, usedOf, valuesOf } from './usage.ts';

/** The first day of a period on which something is projected. */
export const FIRST_PROJECTED_DAY = 3;
/** The range holds four of five outcomes, if days differ at random: 1.2816 is the 90 % quantile of the normal distribution. */
const Z80 = 1.2816;

/** What is expected at the end of the period, or why nothing is. */
export type UsageProjection =
  | { readonly known: true; readonly value: number; readonly low: number; readonly high: number }
  | { readonly known: false; readonly reason: 'too_early' | 'over' };

/** When the limit is reached, ms, or why it is not told. */
export type LimitDay =
  | { readonly at: number; readonly reason: null }
  | {
      readonly at: null;
      readonly reason: 'no_limit' | 'reached' | 'too_early' | 'not_this_period' | 'unused';
    };

/** What projections are made from. */
interface Course {
  readonly aggregation: Aggregation;
  readonly period: UsagePeriod;
  readonly days: readonly UsageDay[];
  /** The first day that is known of the meter, also before the period; null if there is none. */
  readonly since: string | null;
  readonly now: number;
}

/** The mean and the deviation of what a day adds, and the days that are left, with fractions. */
interface Pace {
  readonly used: number;
  readonly perDay: number;
  readonly deviation: number;
  /** The days that the pace is known from, at least one. */
  readonly days: number;
  readonly left: number;
}

/**
 * Returns the index of the day of a period from which on a meter is counted: nothing is known before. A level (last, max) is known from
 * the first day on which it was looked at.
 */
export function firstCountedDay({
  aggregation,
  period,
  days,
  since,
}: Pick<Course, 'aggregation' | 'period' | 'days' | 'since'>): number {
  const first = aggregation === 'sum' ? since : (days[0]?.day ?? null);
  if (first === null) return 0;
  return first > (period.days.at(-1) ?? '') ? period.days.length : Math.max(0, period.days.indexOf(first));
}

/**
 * Returns the pace of a period so far; null before the third day that is counted. A sum grows by `used / days elapsed`; a level (last,
 * max) by what it has grown since the first day on which it was looked at. The deviation is that of whole days. Where the count began
 * within the period, its first day was not a whole one and is left out.
 */
function paceOf(course: Course): Pace | null {
  const { aggregation, period, days, now } = course;
  const elapsed = (Math.min(now, period.to) - period.from) / DAY_MS;
  const begun = firstCountedDay(course);
  if (elapsed - begun < FIRST_PROJECTED_DAY - 1) return null;
  const used = usedOf(aggregation, days);
  const values = valuesOf(aggregation, days, period.days.slice(0, Math.floor(elapsed))).slice(begun);
  const partial = aggregation === 'sum' && begun > 0 ? 1 : 0;
  const steps =
    aggregation === 'sum'
      ? values.slice(partial)
      : values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const mean = steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length);
  const squares = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0);
  const known = elapsed - begun - partial;
  const before = (aggregation === 'sum' && partial === 0 ? 0 : values[0]) ?? used;
  const perDay = Math.max(0, (used - before) / Math.max(1, known));
  return {
    used,
    perDay,
    deviation: steps.length > 1 ? Math.sqrt(squares / (steps.length - 1)) : 0,
    days: Math.max(1, steps.length),
    left: (period.to - Math.min(now, period.to)) / DAY_MS,
  };
}

/** Returns what is expected at the end of a period, with a range from the spread of daily use; never less than is used already. */
export function projectUsage(course: Course): UsageProjection {
  if (course.now >= course.period.to) return { known: false, reason: 'over' };
  const pace = paceOf(course);
  if (pace === null) return { known: false, reason: 'too_early' };
  const { used, perDay, deviation, left, days } = pace;
  const value = used + perDay * left;
  // Of the days to come, and of the pace itself, which is known from the days so far only.
  const margin = Z80 * deviation * Math.sqrt(left * (1 + left / days));
  return {
    known: true,
    value: Math.round(value),
    low: Math.round(Math.max(used, value - margin)),
    high: Math.round(value + margin),
  };
}

/** Returns when a meter reaches its limit at its present pace. */
export function limitDay(course: Course, { quota }: Pick<Meter, 'quota'>): LimitDay {
  if (quota === null) return { at: null, reason: 'no_limit' };
  if (usedOf(course.aggregation, course.days) >= quota) return { at: null, reason: 'reached' };
  const pace = paceOf(course);
  if (pace === null) return { at: null, reason: 'too_early' };
  if (pace.used === 0) return { at: null, reason: 'unused' };
  if (pace.perDay === 0) return { at: null, reason: 'not_this_period' };
  const at = course.now + ((quota - pace.used) / pace.perDay) * DAY_MS;
  return at < course.period.to
    ? { at: Math.round(at), reason: null }
    : { at: null, reason: 'not_this_period' };
}
