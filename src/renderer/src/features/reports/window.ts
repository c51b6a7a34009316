import { dayOf, dayStart } from '#shared/domain/time.ts';

/** The windows of a report: today, or the last days with today. */
export const REPORT_WINDOWS = ['1', '7', '28', '90'] as const;
export type ReportWindow = (typeof REPORT_WINDOWS)[number] | 'custom';

/** Days of a report, both counted. */
export interface ReportDays {
  readonly from: string;
  readonly to: string;
}

const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Returns the days of the last `count` days with today in a zone. */
export function lastDays(count: number, now: number, timeZone: string): ReportDays {
  const to = dayOf(now, timeZone);
  return { from: dayOf(dayStart(to, timeZone, 1 - count), timeZone), to };
}

/** Reads the window of a report from the address: a number of days, or a first and a last day. The default is seven days. */
export function readWindow(
  params: URLSearchParams,
  now: number,
  timeZone: string,
): { readonly window: ReportWindow; readonly days: ReportDays } {
  const [from, to] = [params.get('from'), params.get('to')];
  if (isDay(from) && isDay(to)) return { window: 'custom', days: { from, to } };
  const window = REPORT_WINDOWS.find((value) => value === params.get('days')) ?? '7';
  return { window, days: lastDays(Number(window), now, timeZone) };
}
