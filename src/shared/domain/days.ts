import { z } from 'zod';
import { HOUR_MS, startOfDay, zoneOffsetMs } from './time.ts';

/** A calendar day, `2026-03-29`. */
export const Day = z.iso.date();

/**
 * Returns the first instant of a calendar day in a zone, ms; with `after`, of the day that many days later. Days are counted on the
 * calendar, so that a change of the clock makes none longer.
 */
export function startOfCalendarDay(day: string, timeZone: string, after = 0): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  // Noon is on the same day whatever the clock does at night.
  const noon = Date.UTC(year, month - 1, date + after) + 12 * HOUR_MS;
  return startOfDay(noon - zoneOffsetMs(noon, timeZone), timeZone);
}
