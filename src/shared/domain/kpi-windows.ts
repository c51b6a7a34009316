import { startOfCalendarDay } from './days.ts';
import { dayOf } from './time.ts';

/*
 * The windows of KPIs are days, weeks and months of the calendar in the workspace's time zone. Weeks begin on Monday (ISO 8601). A
 * window is named by its first day, and its length follows changes of the clock.
 */

/** The kinds of windows. */
export const KPI_WINDOWS = ['day', 'week', 'month'] as const;
export type KpiWindow = (typeof KPI_WINDOWS)[number];

/** A window: its first and last day, and its instants, half-open, ms. */
export interface Span {
  readonly first: string;
  readonly last: string;
  readonly startsAt: number;
  readonly endsAt: number;
}

function parts(day: string): [number, number, number] {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month, date];
}

const asDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Returns the day some days later on the calendar. */
export function plusDays(day: string, days: number): string {
  const [year, month, date] = parts(day);
  return asDay(Date.UTC(year, month - 1, date + days));
}

/** Returns the first day of the window that contains a day. */
export function firstDay(window: KpiWindow, day: string): string {
  if (window === 'day') return day;
  const [year, month, date] = parts(day);
  if (window === 'month') return asDay(Date.UTC(year, month - 1, 1));
  const weekday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
  return plusDays(day, -weekday);
}

/** Returns the first day of the window some windows later, given the first day of one. */
export function shiftWindow(window: KpiWindow, first: string, by: number): string {
  if (window === 'day') return plusDays(first, by);
  if (window === 'week') return plusDays(first, 7 * by);
  const [year, month] = parts(first);
  return asDay(Date.UTC(year, month - 1 + by, 1));
}

/** Returns the window that begins with a day. */
export function spanOf(window: KpiWindow, first: string, timeZone: string): Span {
  const next = shiftWindow(window, first, 1);
  return {
    first,
    last: plusDays(next, -1),
    startsAt: startOfCalendarDay(first, timeZone),
    endsAt: startOfCalendarDay(next, timeZone),
  };
}

/** Returns the window that contains an instant. */
export function spanAt(window: KpiWindow, at: number, timeZone: string): Span {
  return spanOf(window, firstDay(window, dayOf(at, timeZone)), timeZone);
}

/** Returns how many days a window has on the calendar. */
export function daysIn({ first, last }: Pick<Span, 'first' | 'last'>): number {
  const [from, to] = [Date.parse(first), Date.parse(last)];
  return Math.round((to - from) / 86_400_000) + 1;
}

/** Returns the share of a window that has passed, 0 to 1. */
export function elapsedShare({ startsAt, endsAt }: Pick<Span, 'startsAt' | 'endsAt'>, now: number): number {
  return Math.min(1, Math.max(0, (now - startsAt) / (endsAt - startsAt)));
}
