import { type Kpi, type KpiResult, MAX_KPIS } from '#shared/domain/kpi.ts';
import { addMetricSums, type KpiDay, type MetricSums } from '#shared/domain/kpi-sums.ts';
import type { Span } from '#shared/domain/kpi-windows.ts';
import { rowQuery } from '../db/tables.ts';
import type { Memo, Sql } from '../kernel.ts';
import { daysTable, kpisTable, Progress, resultsTable } from './tables.ts';

const all = rowQuery(kpisTable, `ORDER BY name, id LIMIT ${MAX_KPIS}`);
const byId = rowQuery(kpisTable, 'WHERE id = ?');
const resultAt = rowQuery(resultsTable, 'WHERE kpi_id = ? AND window = ? AND first = ?');
const resultsOver = rowQuery(
  resultsTable,
  'WHERE kpi_id = ? AND window = ? AND first <= ? AND last >= ? ORDER BY first LIMIT 10',
);
const latestResults = rowQuery(resultsTable, 'WHERE kpi_id = ? ORDER BY closed_at DESC, first DESC LIMIT ?');
const daysBetween = rowQuery(daysTable, 'WHERE by = ? AND key = ? AND day >= ? AND day <= ? LIMIT 62');
const onDay = rowQuery(daysTable, 'WHERE day = ?');
/** The table of what consoles were not told has the columns of the sums. */
const PENDING = { name: 'kpi_pending', select: () => daysTable.select(), decode: daysTable.decode };
const pendingBetween = rowQuery(PENDING, 'WHERE by = ? AND key = ? AND day >= ? AND day <= ? LIMIT 62');
const pendingOn = rowQuery(PENDING, 'WHERE day = ?');
const pendingFirst = rowQuery(PENDING, 'LIMIT ?');

/** All KPIs, archived ones included: a few, looked at often. */
export const KPIS: Memo<readonly Kpi[]> = { read: (sql) => all.all(sql) };

/** Returns all KPIs by name, archived ones included. */
export function listKpis(sql: Sql): Kpi[] {
  return all.all(sql);
}

/** Returns a KPI; undefined if there is none. */
export function findKpi(sql: Sql, id: string): Kpi | undefined {
  return byId.get(sql, id);
}

/** Returns how a window ended; undefined while it has not. */
export function findResult(sql: Sql, kpi: Pick<Kpi, 'id' | 'window'>, first: string): KpiResult | undefined {
  return resultAt.get(sql, kpi.id, kpi.window, first);
}

/** Returns the results of the windows of a KPI that contain a day. */
export function resultsAround(sql: Sql, kpi: Pick<Kpi, 'id' | 'window'>, day: string): KpiResult[] {
  return resultsOver.all(sql, kpi.id, kpi.window, day, day);
}

/** Returns the newest results of a KPI. */
export function listResults(sql: Sql, kpiId: string, limit: number): KpiResult[] {
  return latestResults.all(sql, kpiId, limit);
}

const idOf = ({ day, by, key }: Pick<KpiDay, 'day' | 'by' | 'key'>): string => `${by} ${key} ${day}`;

/** Returns stored sums with what was added since. */
function merged(told: readonly KpiDay[], pending: readonly KpiDay[]): KpiDay[] {
  const rows = new Map(told.map((row) => [idOf(row), row]));
  for (const row of pending) {
    const before = rows.get(idOf(row));
    rows.set(idOf(row), before ? { ...row, ...addMetricSums(before, row) } : row);
  }
  return [...rows.values()];
}

/** Returns the sums of the days of a window in a scope: one row a day at most. */
export function sumsIn(
  sql: Sql,
  { by, key }: Pick<KpiDay, 'by' | 'key'>,
  { first, last }: Pick<Span, 'first' | 'last'>,
): MetricSums[] {
  return merged(daysBetween.all(sql, by, key, first, last), pendingBetween.all(sql, by, key, first, last));
}

/** Returns all sums of a day. */
export function sumsOn(sql: Sql, day: string): KpiDay[] {
  return merged(onDay.all(sql, day), pendingOn.all(sql, day));
}

/** Returns sums with additions that consoles were not told, as they are with them. */
export function untold(sql: Sql, limit: number): KpiDay[] {
  return pendingFirst.all(sql, limit).map((row) => {
    const [told] = daysBetween.all(sql, row.by, row.key, row.day, row.day);
    return told ? { ...row, ...addMetricSums(told, row) } : row;
  });
}

/** Returns the first day of which sums are kept; null for none. */
export function oldestDay(sql: Sql): string | null {
  return sql.prepare<[], { day: string | null }>('SELECT min(day) AS day FROM kpi_days').get()?.day ?? null;
}

/** What the sweep has to do; null before the first start. */
export const PROGRESS: Memo<Progress | null> = {
  read: (sql) => {
    const row = sql
      .prepare<[], { value: string }>("SELECT value FROM kpi_progress WHERE key = 'progress'")
      .get();
    return row ? Progress.parse(JSON.parse(row.value)) : null;
  },
};
