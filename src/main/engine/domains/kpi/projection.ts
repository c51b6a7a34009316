import { KEPT_RESULTS, type Kpi, type KpiResult } from '#shared/domain/kpi.ts';
import { kpiDayRow, kpiResultRow, kpiRow } from '#shared/rows/kpi.ts';
import type { ChannelProjection, ProjectionContext } from '../../store/projection.ts';
import { daysTable, kpisTable, resultsTable } from './tables.ts';

/** Projects the channel `kpi`. */
export function kpiProjection(context: ProjectionContext): ChannelProjection<'kpi'> {
  const kpis = context.bind(kpisTable);
  const results = context.bind(resultsTable);
  const days = context.bind(daysTable);
  const trimDays = days.removerBelow('day');
  const table = context.table(resultsTable.name);
  const trimResults = context.sql.prepare<[string, string, number]>(
    `DELETE FROM ${table} WHERE kpi_id = ? AND (window, first) IN
       (SELECT window, first FROM ${table} WHERE kpi_id = ? ORDER BY closed_at DESC, first DESC LIMIT -1 OFFSET ?)`,
  );
  const put = (kpi: Kpi): true => {
    kpis.upsert(kpi, {});
    context.changes.touch('kpi', kpi.id);
    return true;
  };
  const putResult = (result: KpiResult): true => {
    results.upsert(result, {});
    context.changes.touch('kpi', result.kpiId);
    return true;
  };
  const touchAll = (): true => {
    context.changes.touchAll('kpi');
    return true;
  };
  return {
    channel: 'kpi',
    tallies: [],
    events: {
      'kpi.saved': ({ data }) => put(data.kpi),
      'kpi.owner_left': ({ data }) => put(data.kpi),
      'kpi.reached': ({ data }) => put(data.kpi),
      'kpi.window_opened': ({ data: { kpi, closed } }) => {
        put(kpi);
        if (closed !== null) {
          putResult(closed);
          trimResults.run(closed.kpiId, closed.kpiId, KEPT_RESULTS);
        }
        return true;
      },
      'kpi.result_corrected': ({ data }) => putResult(data.result),
      'kpi.counted': ({ data }) => {
        for (const day of data.days) days.upsert(day, {});
        return touchAll();
      },
      'kpi.recounted': () => true,
      'kpi.trimmed': ({ data }) => {
        trimDays(data.before);
        return touchAll();
      },
    },
    rows: {
      kpi: (row) => void put(kpiRow.schema.parse(row)),
      kpi_result: (row) => void putResult(kpiResultRow.schema.parse(row)),
      kpi_day: (row) => {
        days.upsert(kpiDayRow.schema.parse(row), {});
      },
    },
    clear: () => {
      kpis.clear();
      results.clear();
      days.clear();
    },
  };
}
