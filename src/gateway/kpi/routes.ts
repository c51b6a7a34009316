import { z } from 'zod';
import { KPI_STATUSES, Kpi, KpiResult, MAX_KPIS, standing, TREND_WINDOWS } from '#shared/domain/kpi.ts';
import { spanAt } from '#shared/domain/kpi-windows.ts';
import { CalendarDay } from '#shared/domain/time.ts';
import { workspaceTimeZone } from '../admin/index.ts';
import type { ModuleRoutes } from '../kernel.ts';
import { listKpis, listResults } from './queries.ts';
import { valueIn } from './windows.ts';

/** A KPI with how it does now. Values are in the unit of the metric. */
const KpiValue = Kpi.omit({ first: true }).extend({
  window: Kpi.shape.window,
  current: z.object({
    first: CalendarDay,
    last: CalendarDay,
    endsAt: z.int(),
    value: z.number().nullable(),
    expected: z.number(),
    status: z.enum(KPI_STATUSES),
  }),
  results: z.array(KpiResult).max(TREND_WINDOWS),
});

/** Adds the read of KPIs with their values and targets. */
export const kpiRoutes: ModuleRoutes = (app, { sql, config, clock, authorise }) => {
  app.get(
    '/api/v1/kpis',
    {
      preParsing: authorise('kpi:read'),
      schema: {
        tags: ['kpi'],
        response: { 200: z.object({ rows: z.array(KpiValue).max(MAX_KPIS), timeZone: z.string() }) },
      },
    },
    async () => {
      const timeZone = workspaceTimeZone(sql, config);
      const now = clock.now();
      const rows = listKpis(sql)
        .filter(({ archived }) => !archived)
        .map(({ first: _first, ...rest }) => {
          const span = spanAt(rest.window, now, timeZone);
          const kpi = { ...rest, first: span.first };
          const { value, expected, status } = standing(kpi, valueIn({ sql }, kpi, span, now), span, now);
          const { first, last, endsAt } = span;
          return {
            ...rest,
            current: { first, last, endsAt, value, expected, status },
            results: listResults(sql, rest.id, TREND_WINDOWS),
          };
        });
      return { rows, timeZone };
    },
  );
};
