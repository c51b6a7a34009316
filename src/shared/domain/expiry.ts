import { DAY_MS, zoneOffsetMs } from './time.ts';

/**
 * Returns the instant that shows the same time on the clock some calendar days before another, ms: a change of the clock between
 * them makes no day longer. Where that time does not exist or exists twice, it is within an hour of it.
 */
export function calendarDaysBefore(at: number, days: number, timeZone: string): number {
  if (days === 0) return at;
  const offset = zoneOffsetMs(at, timeZone);
  const wall = at + offset - days * DAY_MS;
  const guess = wall - zoneOffsetMs(wall - offset, timeZone);
  return wall - zoneOffsetMs(guess, timeZone);
}

/**
 * Returns within how many calendar days something expires, in a zone: the fewest days n for which `calendarDaysBefore(expiresAt, n)`
 * has come; 0 once it has expired.
 */
export function daysUntilExpiry(expiresAt: number, now: number, timeZone: string): number {
  if (expiresAt <= now) return 0;
  let days = Math.ceil((expiresAt - now) / DAY_MS);
  while (days > 1 && calendarDaysBefore(expiresAt, days - 1, timeZone) <= now) days -= 1;
  while (calendarDaysBefore(expiresAt, days, timeZone) > now) days += 1;
  return days;
}
