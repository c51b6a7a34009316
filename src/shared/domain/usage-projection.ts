import { DAY_MS } from './time.ts';
import {
  type Aggregation,
  type Meter,
  type UsageDay,
  type UsagePeriod,
  unusedDay,
  usedOf,
  valueOfDay,
} from './usage.ts';

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
 * Returns the pace of a period so far; null before its third day. A sum grows by `used / days elapsed`; a level (last, max) by what it
 * has grown since the first day on which it was looked at. The deviation is that of whole days.
 */
function paceOf({ aggregation, period, days, now }: Course): Pace | null {
  const elapsed = (Math.min(now, period.to) - period.from) / DAY_MS;
  if (elapsed < FIRST_PROJECTED_DAY - 1) return null;
  const byDay = new Map(days.map((day) => [day.day, day]));
  const used = usedOf(aggregation, days);
  // A level was not zero before it was looked at first.
  const begun = aggregation === 'sum' ? 0 : period.days.findIndex((day) => byDay.has(day));
  const whole = period.days.slice(Math.max(0, begun), Math.floor(elapsed));
  const values = whole.map((day) => valueOfDay(aggregation, byDay.get(day) ?? unusedDay('x', day)));
  const steps = aggregation === 'sum' ? values : values.slice(1).map((value, i) => value - (values[i] ?? 0));
  const mean = steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length);
  const squares = steps.reduce((sum, step) => sum + (step - mean) ** 2, 0);
  const since = elapsed - Math.max(0, begun);
  const perDay =
    aggregation === 'sum' ? used / elapsed : Math.max(0, (used - (values[0] ?? used)) / Math.max(1, since));
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
  if (pace.perDay === 0) return { at: null, reason: 'unused' };
  const at = course.now + ((quota - pace.used) / pace.perDay) * DAY_MS;
  return at < course.period.to
    ? { at: Math.round(at), reason: null }
    : { at: null, reason: 'not_this_period' };
}
