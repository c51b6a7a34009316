import { z } from 'zod';
import { Id, Timestamp } from '#shared/domain/ids.ts';
import { Quantity } from '#shared/domain/inventory.ts';
import { defineOwnTable, defineTable, own } from '#shared/rows/table.ts';
import { differenceRow, watchdogRunRow } from '#shared/rows/watchdog.ts';

/** Differences that are not ended. */
export const differencesTable = defineTable(differenceRow, {
  name: 'differences',
  identity: ['item_id', 'location_id'],
});

/** The newest finished run. */
export const runsTable = defineTable(watchdogRunRow, { name: 'watchdog_runs', identity: ['id'] });

/** How far the run under way has come, and when the next one is due. It concerns the gateway only. */
export const Progress = z.object({
  /** When the next scheduled run is due, ms. */
  dueAt: Timestamp,
  /** Null while none is under way. */
  run: z
    .object({
      id: Id,
      trigger: z.enum(['schedule', 'hand']),
      startedAt: Timestamp,
      levels: z.int(),
      movements: z.int(),
      differences: z.int(),
      /** The number of the last level that is done. */
      afterLevel: z.int(),
      /** What is summed so far of the level after it, and the place in the ledger where that ends. */
      part: z.object({
        seq: z.int(),
        n: z.int(),
        onHand: Quantity,
        committed: Quantity,
        unavailable: Quantity,
        reasons: z.record(z.string(), z.int()).default({}),
        lots: z.record(z.string(), z.int()).default({}),
      }),
    })
    .nullable(),
});
export type Progress = z.infer<typeof Progress>;
export type RunUnderWay = NonNullable<Progress['run']>;

/** The progress, as JSON under one key. */
export const progressTable = defineOwnTable('watchdog_progress', ['key'], {
  key: own<string>(),
  value: own<string>(),
});
