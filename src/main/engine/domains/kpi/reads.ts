import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { KpiTile } from '#shared/bridge/kpi.ts';
import {
  KEPT_RESULTS,
  type Kpi,
  type KpiResult,
  kpiValue,
  MAX_KPIS,
  sameMeasure,
  standing,
  TREND_WINDOWS,
} from '#shared/domain/kpi.ts';
import type { KpiDay } from '#shared/domain/kpi-sums.ts';
import { type Span, shiftWindow, spanAt, spanOf } from '#shared/domain/kpi-windows.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { type ExpectedKpi, expectedKpis } from './effects.ts';
import { daysTable, kpisTable, resultsTable } from './tables.ts';

/** Returns the sums of the days of a window in a scope: one row a day. */
function daysIn(reader: Reader, { by, key }: Pick<Kpi, 'by' | 'key'>, { first, last }: Span): KpiDay[] {
  return reader
    .all<StoredRow>(
      `SELECT ${daysTable.select()} FROM kpi_days WHERE by = ? AND key = ? AND day >= ? AND day <= ? LIMIT 40`,
      by,
      key,
      first,
      last,
    )
    .map(daysTable.decode);
}

function resultsOf(reader: Reader, kpiId: string, limit: number): KpiResult[] {
  return reader
    .all<StoredRow>(
      `SELECT ${resultsTable.select()} FROM kpi_results WHERE kpi_id = ? ORDER BY closed_at DESC, first DESC LIMIT ?`,
      kpiId,
      limit,
    )
    .map(resultsTable.decode);
}

/** The names of what a KPI can be limited to, and of who can own one. */
function namesOf(reader: Reader): ReadonlyMap<string, string> {
  const rows = reader.all<{ id: string; name: string }>(
    `SELECT 'location ' || id AS id, name FROM locations UNION ALL SELECT 'team ' || id, name FROM support_teams
     UNION ALL SELECT 'user ' || id, name FROM team_members LIMIT 5000`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function tile(
  reader: Reader,
  kpi: ExpectedKpi,
  timeZone: string,
  now: number,
  place: string | null,
): KpiTile {
  const span = spanOf(kpi.window, kpi.first, timeZone);
  const value = kpiValue(kpi, daysIn(reader, kpi, span), span, now);
  const { last, startsAt, endsAt } = span;
  const trend = resultsOf(reader, kpi.id, KEPT_RESULTS)
    .filter((result) => sameMeasure(result, kpi))
    .slice(0, TREND_WINDOWS)
    .reverse();
  const progress = { ...standing(kpi, value, span, now), last, startsAt, endsAt };
  return { ...kpi, place, progress, trend };
}

/** Lists the KPIs by name, with how they do. */
export function list(
  reader: Reader,
  { archived, teamId }: MethodInput<'kpi.list'>,
  now: number,
): MethodOutput<'kpi.list'> {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const stored = reader
    .all<StoredRow>(`SELECT ${kpisTable.select()} FROM kpis LIMIT ${MAX_KPIS}`)
    .map(kpisTable.decode);
  const names = namesOf(reader);
  const rows = expectedKpis(reader, stored, timeZone, (id) => names.get(`user ${id}`) ?? null)
    .filter((kpi) => kpi.archived === archived)
    .filter(({ by, key }) => teamId === null || (by === 'team' && key === teamId))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_KPIS)
    .map((kpi) => tile(reader, kpi, timeZone, now, names.get(`${kpi.by} ${kpi.key}`) ?? null));
  return { rows, timeZone, asOf: asOf(reader, ['kpi']) };
}

/** Lists the results of a KPI, newest first. */
export function history(reader: Reader, { kpiId }: MethodInput<'kpi.history'>): MethodOutput<'kpi.history'> {
  return { rows: resultsOf(reader, kpiId, KEPT_RESULTS), asOf: asOf(reader, ['kpi']) };
}

/** Returns the values that a measure had in the last windows, and has in the current one. */
export function preview(
  reader: Reader,
  { measure }: MethodInput<'kpi.preview'>,
  now: number,
): MethodOutput<'kpi.preview'> {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const { window } = measure;
  const current = spanAt(window, now, timeZone).first;
  const oldest = reader.get<{ day: string | null }>('SELECT min(day) AS day FROM kpi_days')?.day ?? current;
  const windows = Array.from({ length: TREND_WINDOWS + 1 }, (_, n) =>
    spanOf(window, shiftWindow(window, current, n - TREND_WINDOWS), timeZone),
  )
    // Before the first day, nothing was counted.
    .filter(({ last }) => last >= oldest)
    .map((span) => ({
      first: span.first,
      last: span.last,
      value: kpiValue(measure, daysIn(reader, measure, span), span, now),
    }));
  return { windows, asOf: asOf(reader, ['kpi']) };
}
