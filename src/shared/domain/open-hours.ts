import { DAY_MS, MINUTE_MS, startOfDay, zoneOffsetMs } from './time.ts';

/** The hours at which something usually happens, in minutes of a day; equal for all day. Past midnight if it closes earlier. */
export interface OpenHours {
  readonly opensAt: number;
  readonly closesAt: number;
  /** The days on which it opens, one bit each, Monday the lowest. */
  readonly openDays: number;
}

/** How many days are looked at: the longest silence in the shortest hours, a minute a week, is not waited for. */
const MAX_DAYS = 400;

/**
 * Returns when `openMs` of opening time have passed since a moment, ms; null if that takes more than 400 days. Hours are those of
 * the calendar in a zone, so that a change of the clock makes a day's opening time longer or shorter, as it does in a shop.
 */
export function afterOpenTime(
  since: number,
  openMs: number,
  hours: OpenHours,
  timeZone: string,
): number | null {
  let left = openMs;
  // From the day before: its hours may reach past midnight.
  let day = startOfDay(startOfDay(since, timeZone) - 1, timeZone);
  for (let n = 0; n < MAX_DAYS; n += 1) {
    const opening = openingOf(day, hours, timeZone);
    if (opening !== null) {
      const from = Math.max(opening.from, since);
      if (opening.to > from) {
        if (opening.to - from >= left) return from + left;
        left -= opening.to - from;
      }
    }
    day = startOfDay(day + DAY_MS + DAY_MS / 2, timeZone);
  }
  return null;
}

/** The opening time that begins on a day, given by its first instant; null on a day without one. */
function openingOf(
  day: number,
  { opensAt, closesAt, openDays }: OpenHours,
  timeZone: string,
): { readonly from: number; readonly to: number } | null {
  const local = day + DAY_MS / 2 + zoneOffsetMs(day + DAY_MS / 2, timeZone);
  // 1970 began on a Thursday, the fourth day of a week that begins on Monday.
  const weekday = (Math.floor(local / DAY_MS) + 3) % 7;
  if ((openDays & (1 << weekday)) === 0) return null;
  if (opensAt === closesAt) return { from: day, to: startOfDay(day + DAY_MS + DAY_MS / 2, timeZone) };
  const next = closesAt < opensAt ? startOfDay(day + DAY_MS + DAY_MS / 2, timeZone) : day;
  return { from: onClock(day, opensAt, timeZone), to: onClock(next, closesAt, timeZone) };
}

/**
 * Returns the instant at which the clock of a day, given by its first instant, shows these minutes; at a change of the clock, the
 * one after the gap.
 */
export function onClock(day: number, minutes: number, timeZone: string): number {
  const wall = day + zoneOffsetMs(day, timeZone) + minutes * MINUTE_MS;
  const guess = wall - zoneOffsetMs(wall - zoneOffsetMs(day, timeZone), timeZone);
  return wall - zoneOffsetMs(guess, timeZone);
}
