import { AuditFilter, NO_AUDIT_FILTER } from '#shared/domain/audit.ts';

/** The results to choose from; other codes can stand in the address. */
export const RESULTS = ['', 'ok', 'refused'] as const;

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Returns the start of a day (`2026-03-29`) in this machine's time zone, ms, `plus` days later; null for no day. */
export function startOfDay(day: string, plus = 0): number | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + plus).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}

/** The filter as it stands in the page's address; `from` and `to` are days, both included. */
export function filterIn(search: URLSearchParams): AuditFilter {
  const text = (name: string): string => search.get(name) ?? '';
  const parsed = AuditFilter.safeParse({
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
    result: text('result'),
    text: text('text'),
    from: startOfDay(text('from')),
    to: startOfDay(text('to'), 1),
  });
  return parsed.success ? parsed.data : NO_AUDIT_FILTER;
}

/** Whether anything is filtered out. */
export function isFiltered(filter: AuditFilter): boolean {
  return Object.values(filter).some((value) => value !== '' && value !== null);
}
