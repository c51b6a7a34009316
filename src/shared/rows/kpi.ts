import { Kpi, KpiResult } from '../domain/kpi.ts';
import { KpiDay } from '../domain/kpi-sums.ts';
import { bool, defineRow, nullableJson } from './define.ts';

/** KPIs. */
export const kpiRow = defineRow({
  kind: 'kpi',
  schema: Kpi,
  key: ['id'],
  codecs: { alert: nullableJson<Kpi['alert']>(), archived: bool },
});

/** The results of closed windows. */
export const kpiResultRow = defineRow({
  kind: 'kpi_result',
  schema: KpiResult,
  key: ['kpiId', 'window', 'first'],
});

/** Sums by day. */
export const kpiDayRow = defineRow({ kind: 'kpi_day', schema: KpiDay, key: ['by', 'key', 'day'] });
