import { z } from 'zod';
import { startOfCalendarDay } from './days.ts';
import { DAY_MS, dayOf, MINUTE_MS, zoneOffsetMs } from './time.ts';

const MINUTES_A_DAY = 24 * 60;
/** The most holidays of a workspace: some years of them. */
export const MAX_HOLIDAYS = 200;
/** How far ahead is looked for business time, days. */
const HORIZON_DAYS = 800;

/** The hours of one weekday, in minutes after midnight; 1440 is the end of the day. */
export const DayHours = z
  .strictObject({
    opensAt: z
      .int()
      .min(0)
      .max(MINUTES_A_DAY - 1),
    closesAt: z.int().min(1).max(MINUTES_A_DAY),
  })
  .refine(({ opensAt, closesAt }) => opensAt < closesAt, { path: ['closesAt'] });
export type DayHours = z.infer<typeof DayHours>;

/** The hours of a week, Monday first; null for a day without any. */
export const WeekHours = z.array(DayHours.nullable()).length(7);
export type WeekHours = z.infer<typeof WeekHours>;

/** A day on which nobody works. */
export const Holiday = z.strictObject({ day: z.iso.date(), name: z.string().trim().max(80) });
export type Holiday = z.infer<typeof Holiday>;

/** When a workspace works: its hours, on the clock of its time zone, without its holidays. */
export interface BusinessHours {
  readonly hours: WeekHours;
  readonly holidays: readonly Pick<Holiday, 'day'>[];
  readonly timeZone: string;
}

/** Hours that never close. */
export const ALWAYS_OPEN: WeekHours = Array.from({ length: 7 }, () => ({
  opensAt: 0,
  closesAt: MINUTES_A_DAY,
}));

/** Monday to Friday, nine to five. */
export const OFFICE_HOURS: WeekHours = Array.from({ length: 7 }, (_, weekday) =>
  weekday < 5 ? { opensAt: 9 * 60, closesAt: 17 * 60 } : null,
);

/** A half-open stretch of time, ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Returns the first instant after `from`, at most `to`, at which a zone has the offset that it has at `to`. */
function changeOfOffset(from: number, to: number, timeZone: string): number {
  const after = zoneOffsetMs(to, timeZone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zoneOffsetMs(middle, timeZone) === after) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Returns the first instant of a day at which its clock shows a time or a later one. So who opens at 2:30 opens at 3:00 where the clock
 * skips the hour from two, and at the first of two half past twos where it repeats it.
 */
function onClock(day: Stretch, minutes: number, timeZone: string): number {
  if (minutes === 0) return day.from;
  if (minutes === MINUTES_A_DAY) return day.to;
  const before = zoneOffsetMs(day.from, timeZone);
  const after = zoneOffsetMs(day.to - 1, timeZone);
  // Midnight by the calendar, also where the first instant of the day is later because midnight was skipped.
  const midnight = Math.floor((day.from + before) / DAY_MS) * DAY_MS;
  const wall = midnight + minutes * MINUTE_MS;
  if (before === after) return Math.min(Math.max(wall - before, day.from), day.to);
  const change = changeOfOffset(day.from, day.to - 1, timeZone);
  const first = Math.max(wall - before, day.from);
  return first < change ? first : Math.min(Math.max(wall - after, change), day.to);
}

/** Returns the business time of a calendar day; null where there is none. */
function ofDay(day: string, { hours, holidays, timeZone }: BusinessHours): Stretch | null {
  const weekday = (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
  const open = hours[weekday] ?? null;
  if (open === null || holidays.some((holiday) => holiday.day === day)) return null;
  const whole = { from: startOfCalendarDay(day, timeZone), to: startOfCalendarDay(day, timeZone, 1) };
  const from = onClock(whole, open.opensAt, timeZone);
  const to = onClock(whole, open.closesAt, timeZone);
  return to > from ? { from, to } : null;
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + DAY_MS).toISOString().slice(0, 10);

/** Whether any day of the week has hours: without one, no business time ever passes. */
function opensAtAll({ hours }: BusinessHours): boolean {
  return hours.some((day) => day !== null);
}

/** Returns the business time between two moments, ms; 0 where the second is not later. */
export function businessTimeBetween(from: number, to: number, hours: BusinessHours): number {
  if (to <= from || !opensAtAll(hours)) return 0;
  const last = dayOf(to, hours.timeZone);
  let sum = 0;
  for (let day = dayOf(from, hours.timeZone); day <= last; day = dayAfter(day)) {
    const open = ofDay(day, hours);
    if (open) sum += Math.max(0, Math.min(open.to, to) - Math.max(open.from, from));
  }
  return sum;
}

/**
 * Returns the first moment at which some business time has passed since another, ms; null where that takes more than some two
 * years. For no time at all it is the moment itself.
 */
export function afterBusinessTime(from: number, businessMs: number, hours: BusinessHours): number | null {
  if (businessMs <= 0) return from;
  if (!opensAtAll(hours)) return null;
  let left = businessMs;
  let day = dayOf(from, hours.timeZone);
  for (let n = 0; n < HORIZON_DAYS; n += 1, day = dayAfter(day)) {
    const open = ofDay(day, hours);
    if (!open || open.to <= from) continue;
    const start = Math.max(open.from, from);
    if (open.to - start >= left) return start + left;
    left -= open.to - start;
  }
  return null;
}
