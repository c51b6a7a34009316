import { z } from 'zod';

/** The sizes of the buckets of a series. */
export const GRAINS = ['minute', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

export const MINUTE_MS = 60_000;
export const QUARTER_MS = 900_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The time windows of the live page. */
export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type TimeWindow = (typeof WINDOWS)[number];

/** The length of each window and the grain of its series, which have at most 168 buckets. */
export const WINDOW_SPEC: Readonly<Record<TimeWindow, { readonly lengthMs: number; readonly grain: Grain }>> =
  {
    '1h': { lengthMs: HOUR_MS, grain: 'minute' },
    '24h': { lengthMs: DAY_MS, grain: 'hour' },
    '7d': { lengthMs: 7 * DAY_MS, grain: 'hour' },
    '30d': { lengthMs: 30 * DAY_MS, grain: 'day' },
  };

/** The most days of a period that is chosen by its days. The same number before it is compared with. */
export const MAX_DAYS = 30;
/** Up to this length, a period of days is shown by the hour. */
const HOURLY_MS = 7 * DAY_MS + 2 * HOUR_MS;

/** A period: half-open, in whole minutes, with the grain of its series. */
export interface Period {
  readonly from: number;
  readonly to: number;
  readonly grain: Grain;
}

/** Returns the period of a window that ends with the current minute. */
export function windowPeriod(window: TimeWindow, now: number): Period {
  const { lengthMs, grain } = WINDOW_SPEC[window];
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  return { from: to - lengthMs, to, grain };
}

/**
 * Returns the period from the first to the last of some days in a zone, at most MAX_DAYS. Days in the wrong order are
 * exchanged.
 */
export function daysPeriod(days: { readonly from: string; readonly to: string }, timeZone: string): Period {
  const [first, last] = days.from <= days.to ? [days.from, days.to] : [days.to, days.from];
  const to = dayStart(last, timeZone, 1);
  const from = Math.max(dayStart(first, timeZone), dayStart(last, timeZone, 1 - MAX_DAYS));
  return { from, to, grain: to - from <= HOURLY_MS ? 'hour' : 'day' };
}

/**
 * How far back figures look: the longest window, the equally long one before it that it is compared with, and the whole days
 * at its ends.
 */
export const FIGURES_MS =
  2 * Math.max(...Object.values(WINDOW_SPEC).map(({ lengthMs }) => lengthMs)) + 2 * DAY_MS;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Returns whether the runtime supports an IANA time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** Returns whether two names are of the same zone: `Asia/Katmandu` is the former name of `Asia/Kathmandu`. */
export function isSameZone(a: string, b: string): boolean {
  return a === b || formatterFor(a).resolvedOptions().timeZone === formatterFor(b).resolvedOptions().timeZone;
}

/** The offsets of hours that were asked for, by zone and hour; null where a clock changes within the hour. */
const hourOffsets = new Map<string, number | null>();
/** Some months of hours in two zones. */
const MAX_HOURS = 10_000;

/**
 * Returns a zone's offset from UTC at an instant, in ms, positive east of Greenwich. Throws a RangeError for an unknown
 * zone.
 */
export function zoneOffsetMs(at: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const hour = Math.floor(at / HOUR_MS);
  const key = `${timeZone} ${hour}`;
  let offset = hourOffsets.get(key);
  if (offset === undefined) {
    const first = findOffset(hour * HOUR_MS, timeZone);
    offset = first === findOffset((hour + 1) * HOUR_MS - 1, timeZone) ? first : null;
    if (hourOffsets.size >= MAX_HOURS) hourOffsets.clear();
    hourOffsets.set(key, offset);
  }
  return offset ?? findOffset(at, timeZone);
}

/** Asks the runtime, which takes some microseconds. */
function findOffset(at: number, timeZone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterFor(timeZone).formatToParts(at)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  return local - Math.floor(at / 1000) * 1000;
}

/** Returns the weekday of an instant in a zone, 0 for Monday, and its hour on the clock there. */
export function localTime(at: number, timeZone: string): { readonly weekday: number; readonly hour: number } {
  const local = at + zoneOffsetMs(at, timeZone);
  // 1 January 1970 was a Thursday.
  const weekday = (((Math.floor(local / DAY_MS) + 3) % 7) + 7) % 7;
  return { weekday, hour: Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / HOUR_MS) };
}

/** Returns the first instant of the calendar day that contains `at` in a zone. Handles daylight-saving changes. */
export function startOfDay(at: number, timeZone: string): number {
  const offset = zoneOffsetMs(at, timeZone);
  const midnightLocal = Math.floor((at + offset) / DAY_MS) * DAY_MS;
  // The offset at midnight may differ from the offset at `at`. One correction is enough: zones change by less than a day.
  let start = midnightLocal - offset;
  const offsetThere = zoneOffsetMs(start, timeZone);
  if (offsetThere !== offset) start = midnightLocal - offsetThere;
  // If midnight is skipped (a change at 00:00), the day starts at the first instant after the gap.
  if (zoneOffsetMs(start, timeZone) !== offsetThere && start > at) start = midnightLocal - offset;
  // If midnight occurs twice (a change from 01:00 back to 00:00), the day starts at the first one.
  const before = zoneOffsetMs(start - 1, timeZone);
  return Math.floor((start - 1 + before) / DAY_MS) * DAY_MS === midnightLocal
    ? midnightLocal - before
    : start;
}

/** Returns the first instant at or before `at`, but after `before`, at which a zone has the offset that it has at `at`. */
function offsetSince(before: number, at: number, timeZone: string): number {
  const offset = zoneOffsetMs(at, timeZone);
  let [low, high] = [before, at];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(middle, timeZone) === offset) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Returns the start of the bucket that contains an instant, on a zone's clock: hours begin at its full hours, which in
 * Kathmandu are a quarter to those of UTC. Where a clock is changed within an hour, a bucket ends there.
 */
export function bucketStart(at: number, grain: Grain, timeZone: string): number {
  if (grain === 'minute') return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  if (grain === 'day') return startOfDay(at, timeZone);
  const offset = zoneOffsetMs(at, timeZone);
  const start = Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
  return zoneOffsetMs(start, timeZone) === offset ? start : offsetSince(start, at, timeZone);
}

/** Returns the start of the next bucket on a zone's clock. */
export function nextBucket(at: number, grain: Grain, timeZone: string): number {
  const start = bucketStart(at, grain, timeZone);
  if (grain === 'minute') return start + MINUTE_MS;
  // The longest day has 25 hours, or 26 where a whole hour was added at the wrong time.
  const beyond = start + (grain === 'hour' ? HOUR_MS : 26 * HOUR_MS);
  let next = bucketStart(beyond, grain, timeZone);
  // Where a clock changes early in an hour (St. John's at 00:01, until 2011), a whole bucket may end before `beyond`.
  for (;;) {
    const between = bucketStart(next - 1, grain, timeZone);
    if (between <= start) return next;
    next = between;
  }
}

/**
 * Returns the edges of a period's buckets, oldest first: its two ends, and the bucket starts between them. So the first and
 * the last bucket may be shorter, and nothing of the period is outside the buckets.
 */
export function bucketEdges(from: number, to: number, grain: Grain, timeZone: string): number[] {
  const edges = [from];
  for (let at = nextBucket(from, grain, timeZone); at < to; at = nextBucket(at, grain, timeZone))
    edges.push(at);
  return [...edges, to];
}

/** A calendar day, `2026-11-21`. */
export const CalendarDay = z.iso.date();

/** Returns the first instant of a calendar day in a zone, `plus` days later. */
export function dayStart(day: string, timeZone: string, plus = 0): number {
  const wall = Date.parse(`${day}T12:00:00Z`) + plus * DAY_MS;
  return startOfDay(wall - zoneOffsetMs(wall, timeZone), timeZone);
}

/** Returns the calendar day of an instant in a zone. */
export function dayOf(at: number, timeZone: string): string {
  return new Date(at + zoneOffsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** The days that were asked for last, because a year of them takes 10 ms to find. */
const askedDays = new Map<string, readonly number[]>();
const MAX_ASKED = 8;

/** Returns the edges of the last `count` whole days before the day of an instant in a zone, oldest first: one more than days. */
export function daysBefore(at: number, count: number, timeZone: string): readonly number[] {
  const today = dayOf(at, timeZone);
  const key = `${today} ${count} ${timeZone}`;
  const known = askedDays.get(key);
  if (known) return known;
  const edges = Array.from({ length: count + 1 }, (_, i) => dayStart(today, timeZone, i - count));
  askedDays.set(key, edges);
  for (const oldest of askedDays.keys()) if (askedDays.size > MAX_ASKED) askedDays.delete(oldest);
  return edges;
}
