import { z } from 'zod';
import { Timestamp } from '../../domain/ids.ts';
import { Kpi, KpiResult } from '../../domain/kpi.ts';
import { KpiDay } from '../../domain/kpi-sums.ts';
import { CalendarDay } from '../../domain/time.ts';
import { kpiDayRow, kpiResultRow, kpiRow } from '../../rows/kpi.ts';
import { channel } from './define.ts';

/** KPIs, how their windows ended, and the sums by day that they are calculated from. Events carry whole rows. */
export const kpi = channel({
  name: 'kpi',
  permissions: { 'kpi:read': 'viewer', 'kpi:write': 'agent', 'kpi:manage': 'manager' },
  readPermission: 'kpi:read',
  rows: [kpiRow, kpiResultRow, kpiDayRow],
  events: {
    'kpi.saved': z.object({ kpi: Kpi }),
    /** Its owner cannot sign in any more. */
    'kpi.owner_left': z.object({ kpi: Kpi, name: z.string().max(200) }),
    /** The target was reached; once in a window. */
    'kpi.reached': z.object({ kpi: Kpi, value: z.number() }),
    /** A window began; with the result of the one before it, unless that has one already. */
    'kpi.window_opened': z.object({ kpi: Kpi, closed: KpiResult.nullable() }),
    /** What came late has changed the value of a closed window. */
    'kpi.result_corrected': z.object({ name: Kpi.shape.name, result: KpiResult }),
    /** Sums of days; they replace those with the same key. */
    'kpi.counted': z.object({ days: z.array(KpiDay).max(500) }),
    /** All days were counted again. `corrected`: the days that differed. */
    'kpi.recounted': z.object({
      cause: z.enum(['start', 'zone', 'check']),
      days: z.int().min(0),
      corrected: z.int().min(0),
      at: Timestamp,
    }),
    /** The sums before a day were deleted. */
    'kpi.trimmed': z.object({ before: CalendarDay }),
  },
});
