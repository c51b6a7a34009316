import { z } from 'zod';
import { Id } from '../domain/ids.ts';
import {
  KEPT_RESULTS,
  KPI_STATUSES,
  Kpi,
  KpiMeasure,
  KpiResult,
  MAX_KPIS,
  TREND_WINDOWS,
} from '../domain/kpi.ts';
import { Provenance, read } from './contract.ts';

/** How a KPI does now. */
const Progress = z.object({
  status: z.enum(KPI_STATUSES),
  value: z.number().nullable(),
  expected: z.number(),
  share: z.number().nullable(),
  pace: z.number().nullable(),
  elapsed: z.number(),
  last: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
});

/** A KPI as pages show it. */
export const KpiTile = Kpi.extend({
  /** A change is still to be sent or decided. */
  pending: z.boolean(),
  /** The name of its location or team; null for all, and where it is not known. */
  place: z.string().nullable(),
  progress: Progress,
  /** The last closed windows that measured the same, oldest first. */
  trend: z.array(KpiResult).max(TREND_WINDOWS),
});
export type KpiTile = z.infer<typeof KpiTile>;

/** Reads of KPIs. They work offline. */
export const kpiMethods = {
  /** The KPIs by name. `teamId` leaves out all that are not goals of this team. */
  'kpi.list': read(
    'kpi:read',
    z.strictObject({ archived: z.boolean(), teamId: Id.nullable() }),
    z.object({ rows: z.array(KpiTile).max(MAX_KPIS), timeZone: z.string(), asOf: Provenance }),
  ),
  /** All results that are kept of one, newest first. */
  'kpi.history': read(
    'kpi:read',
    z.strictObject({ kpiId: Id }),
    z.object({ rows: z.array(KpiResult).max(KEPT_RESULTS), asOf: Provenance }),
  ),
  /** The values of a measure in the last windows, oldest first, the current one last. */
  'kpi.preview': read(
    'kpi:read',
    z.strictObject({ measure: KpiMeasure.strict() }),
    z.object({
      windows: z
        .array(z.object({ first: z.string(), last: z.string(), value: z.number().nullable() }))
        .max(TREND_WINDOWS + 1),
      asOf: Provenance,
    }),
  ),
} as const;
