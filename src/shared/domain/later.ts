import { startOfCalendarDay } from './days.ts';
import { onClock } from './open-hours.ts';
import { dayOf, HOUR_MS } from './time.ts';

/** When the work of a day begins, minutes after midnight. */
const NINE = 9 * 60;

/** Returns nine in the morning, some days from now, ms. */
export function morningAfter(now: number, days: number, timeZone: string): number {
  return onClock(startOfCalendarDay(dayOf(now, timeZone), timeZone, days), NINE, timeZone);
}

/** The usual times to come back to something: in an hour, tomorrow morning, on the morning of next Monday. All are later than now. */
export function laterTimes(
  now: number,
  timeZone: string,
): { readonly hour: number; readonly tomorrow: number; readonly nextWeek: number } {
  const weekday = new Date(`${dayOf(now, timeZone)}T12:00:00Z`).getUTCDay();
  return {
    hour: now + HOUR_MS,
    tomorrow: morningAfter(now, 1, timeZone),
    nextWeek: morningAfter(now, 8 - (weekday === 0 ? 7 : weekday), timeZone),
  };
}
