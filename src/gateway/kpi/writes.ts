import { z } from 'zod';
import { KEPT_RESULTS } from '#shared/domain/kpi.ts';
import { KpiDay, SUM_NAMES } from '#shared/domain/kpi-sums.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import { type Applying, defineWrite, type Projection } from '../kernel.ts';
import { KPIS, PROGRESS } from './queries.ts';
import { daysTable, kpisTable, Progress, pendingTable, progressTable, resultsTable } from './tables.ts';

const writes = perConnection((sql) => {
  const pending = tableOn(sql, pendingTable);
  return {
    kpis: tableOn(sql, kpisTable),
    results: tableOn(sql, resultsTable),
    days: tableOn(sql, daysTable),
    progress: tableOn(sql, progressTable),
    add: pending.adder(SUM_NAMES),
    told: pending.remover(),
    trimDays: tableOn(sql, daysTable).removerBelow('day'),
    trimPending: sql.prepare<[string]>('DELETE FROM kpi_pending WHERE day < ?'),
    trimResults: sql.prepare<[string, string, number]>(
      `DELETE FROM kpi_results WHERE kpi_id = ? AND (window, first) IN
         (SELECT window, first FROM kpi_results WHERE kpi_id = ? ORDER BY closed_at DESC, first DESC LIMIT -1 OFFSET ?)`,
    ),
  };
});

/** Adds to the sums of days. */
export const addSums = defineWrite(
  'kpi.sums_added',
  z.strictObject({ days: z.array(KpiDay).max(50) }),
  ({ sql }, { days }) => {
    for (const day of days) writes(sql).add(day);
  },
);

/** Stores what the sweep has to do. */
export const setProgress = defineWrite('kpi.progressed', Progress, ({ sql, remember }, progress) => {
  writes(sql).progress.upsert({}, { key: 'progress', value: JSON.stringify(progress) });
  remember(PROGRESS, progress);
});

function saveKpi(
  { sql, forget }: Applying,
  { data: { kpi } }: { readonly data: { readonly kpi: unknown } },
): void {
  writes(sql).kpis.upsert(kpisTable.row.schema.parse(kpi), {});
  forget(KPIS);
}

/** Updates the tables of KPIs from their events. */
export const kpiProjection: Projection = {
  'kpi.saved': saveKpi,
  'kpi.owner_left': saveKpi,
  'kpi.reached': saveKpi,
  'kpi.window_opened': (on, event) => {
    saveKpi(on, event);
    const { closed } = event.data;
    if (closed === null) return;
    writes(on.sql).results.upsert(closed, {});
    writes(on.sql).trimResults.run(closed.kpiId, closed.kpiId, KEPT_RESULTS);
  },
  'kpi.result_corrected': ({ sql }, { data: { result } }) => {
    writes(sql).results.upsert(result, {});
  },
  'kpi.counted': ({ sql }, { data: { days } }) => {
    for (const day of days) {
      writes(sql).days.upsert(day, {});
      writes(sql).told(day.by, day.key, day.day);
    }
  },
  'kpi.recounted': () => undefined,
  'kpi.trimmed': ({ sql }, { data: { before } }) => {
    writes(sql).trimDays(before);
    writes(sql).trimPending.run(before);
  },
};
