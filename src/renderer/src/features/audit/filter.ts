import { AuditFilter, NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { CalendarDay, dayStart } from '#shared/domain/time.ts';

/** The results to choose from; other codes can stand in the address. */
export const RESULTS = ['', 'ok', 'refused'] as const;

/** Returns the start of a day (`2026-03-29`) in a time zone, ms, `plus` days later; null for no day. */
export function startOfDay(day: string, timeZone: string, plus = 0): number | null {
  if (!CalendarDay.safeParse(day).success) return null;
  const at = dayStart(day, timeZone, plus);
  return at < 0 ? null : at;
}

/** The filter as it stands in the page's address; `from` and `to` are days of the workspace's time zone, both included. */
export function filterIn(search: URLSearchParams, timeZone: string): AuditFilter {
  const text = (name: string): string => search.get(name) ?? '';
  const parsed = AuditFilter.safeParse({
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
    result: text('result'),
    text: text('text'),
    from: startOfDay(text('from'), timeZone),
    to: startOfDay(text('to'), timeZone, 1),
  });
  return parsed.success ? parsed.data : NO_AUDIT_FILTER;
}

/** Whether anything is filtered out. */
export function isFiltered(filter: AuditFilter): boolean {
  return Object.values(filter).some((value) => value !== '' && value !== null);
}
