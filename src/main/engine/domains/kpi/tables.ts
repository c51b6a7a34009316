import { kpiDayRow, kpiResultRow, kpiRow } from '#shared/rows/kpi.ts';
import { defineTable } from '#shared/rows/table.ts';

/** KPIs, archived ones included. */
export const kpisTable = defineTable(kpiRow, { name: 'kpis', identity: ['id'] });

/** The results of closed windows. */
export const resultsTable = defineTable(kpiResultRow, {
  name: 'kpi_results',
  identity: ['kpi_id', 'window', 'first'],
});

/** Sums by day. */
export const daysTable = defineTable(kpiDayRow, { name: 'kpi_days', identity: ['by', 'key', 'day'] });
