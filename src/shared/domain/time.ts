/** Sizes of the buckets figures are kept in. */
export type Grain = 'minute' | 'hour' | 'day';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** The time windows the live view offers. */
export const WINDOWS = ['1h', '24h', '7d', '30d'] as const;
export type TimeWindow = (typeof WINDOWS)[number];

/** Length of each window, and the grain its figures are read and drawn at (at most 168 buckets a series). */
export const WINDOW_SPEC: Readonly<Record<TimeWindow, { readonly lengthMs: number; readonly grain: Grain }>> =
  {
    '1h': { lengthMs: HOUR_MS, grain: 'minute' },
    '24h': { lengthMs: DAY_MS, grain: 'hour' },
    '7d': { lengthMs: 7 * DAY_MS, grain: 'hour' },
    '30d': { lengthMs: 30 * DAY_MS, grain: 'day' },
  };

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

/** True when the runtime knows the IANA time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatterFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** Offset of a zone from UTC at an instant, in ms (positive east of Greenwich). Throws a RangeError on an unknown zone. */
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

/** First instant of the calendar day that holds `at` in a zone. Correct across daylight-saving changes. */
export function startOfDay(at: number, timeZone: string): number {
  const offset = zoneOffsetMs(at, timeZone);
  const midnightLocal = Math.floor((at + offset) / DAY_MS) * DAY_MS;
  // The offset at midnight may differ from the one at `at`; one correction settles it, since zones change by less than a day.
  let start = midnightLocal - offset;
  const offsetThere = zoneOffsetMs(start, timeZone);
  if (offsetThere !== offset) start = midnightLocal - offsetThere;
  // Where midnight itself is skipped (a change at 00:00), the day starts at the first instant after the gap.
  if (zoneOffsetMs(start, timeZone) !== offsetThere && start > at) start = midnightLocal - offset;
  // Where midnight comes twice (a change from 01:00 back to 00:00), the day starts at the first of the two.
  const before = zoneOffsetMs(start - 1, timeZone);
  return Math.floor((start - 1 + before) / DAY_MS) * DAY_MS === midnightLocal
    ? midnightLocal - before
    : start;
}

/**
 * Start of the bucket that holds an instant. Minutes and hours are UTC (whole-hour zones agree with them), days follow
 * the workspace's zone.
 */
export function bucketStart(at: number, grain: Grain, timeZone: string): number {
  if (grain === 'minute') return Math.floor(at / MINUTE_MS) * MINUTE_MS;
  if (grain === 'hour') return Math.floor(at / HOUR_MS) * HOUR_MS;
  return startOfDay(at, timeZone);
}

/** The same as bucketStart, with the current day's bounds remembered: asking for a zone costs microseconds, arithmetic does not. */
export function bucketer(timeZone: string): (at: number, grain: Grain) => number {
  let dayStart = 0;
  let dayEnd = 0;
  return (at, grain) => {
    if (grain !== 'day') return bucketStart(at, grain, timeZone);
    if (at >= dayStart && at < dayEnd) return dayStart;
    dayStart = startOfDay(at, timeZone);
    // 20 h later is always the same day or the next one's first hours, never two days on; only that much is remembered.
    const later = startOfDay(dayStart + 20 * HOUR_MS, timeZone);
    dayEnd = later === dayStart ? dayStart + 20 * HOUR_MS : later;
    if (at >= dayEnd) dayEnd = dayStart;
    return dayStart;
  };
}
