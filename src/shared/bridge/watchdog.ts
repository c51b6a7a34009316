import { z } from 'zod';
import { FigureReport } from '../domain/figure-check.ts';
import { Difference, WatchdogRun } from '../domain/watchdog.ts';
import { method, Nothing, Provenance, read } from './contract.ts';

/** Maximum differences that are shown; more have one cause. */
export const MAX_DIFFERENCES = 200;

/** Reads of what the watchdog found. */
export const watchdogMethods = {
  /** The newest finished run, null before the first, and the newest differences that are not ended. */
  'watchdog.state': read(
    'watchdog:read',
    Nothing,
    z.object({
      run: WatchdogRun.nullable(),
      differences: z
        .array(
          Difference.extend({
            itemName: z.string(),
            sku: z.string(),
            locationName: z.string(),
            /** Whether its repair is on its way. */
            pending: z.boolean(),
          }),
        )
        .max(MAX_DIFFERENCES),
      total: z.int(),
      asOf: Provenance,
    }),
  ),
  /**
   * The sums that this computer keeps of payments, compared with a recount. `look`: the newest report, null before the first;
   * `recount`: a new one; `rebuild`: one after what differed was counted anew.
   */
  'watchdog.figures': method(
    'watchdog:read',
    z.strictObject({ act: z.enum(['look', 'recount', 'rebuild']) }),
    z.object({ report: FigureReport.nullable() }),
  ),
} as const;
