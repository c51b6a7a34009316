/** The sizes of the buckets that figures are summed in. */
export type Grain = 'minute' | 'hour' | 'day';

export const MINUTE_MS = 60_000;
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

/**
 * Returns a zone's offset from UTC at an instant, in ms, positive east of Greenwich. Throws a RangeError for an unknown
 * zone.
 */
export function zoneOffsetMs(at: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
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

/**
 * Returns the start of the bucket that contains an instant. Minutes and hours are those of UTC, which zones with a
 * whole-hour offset share; days are those of the time zone.
 */
export function bucketStart(at: number, grain: Grain, timeZone: string): number {
  if (grain === 'minute') return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  if (grain === 'hour') return Math.floor(at / HOUR_MS) * HOUR_MS;
  return startOfDay(at, timeZone);
}

/** Returns `bucketStart` for one zone, with the current day's bounds cached: looking up an offset takes microseconds. */
export function bucketer(timeZone: string): (at: number, grain: Grain) => number {
  let dayStart = 0;
  let dayEnd = 0;
  return (at, grain) => {
    if (grain !== 'day') return bucketStart(at, grain, timeZone);
    if (at >= dayStart && at < dayEnd) return dayStart;
    dayStart = startOfDay(at, timeZone);
    // 20 h later is the same day or the first hours of the next day, never two days ahead. Only that range is cached.
    const later = startOfDay(dayStart + 20 * HOUR_MS, timeZone);
    dayEnd = later === dayStart ? dayStart + 20 * HOUR_MS : later;
    if (at >= dayEnd) dayEnd = dayStart;
    return dayStart;
  };
}
