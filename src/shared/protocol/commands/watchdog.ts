import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Difference } from '../../domain/watchdog.ts';
import { command } from './define.ts';

/** Commands of the watchdog. */
export const watchdogCommands = {
  /** Begins a run over all levels, unless one is under way. */
  'watchdog.run': command({
    input: z.strictObject({}),
    output: z.object({ runId: Id }),
    permission: 'watchdog:repair',
    subject: () => 'watchdog',
  }),
  /** Makes a level what it ought to be, provided that it still is what the user saw. */
  'watchdog.repair': command({
    input: z.strictObject({
      ...Difference.pick({ kind: true, itemId: true, locationId: true, expected: true, actual: true }).shape,
      reason: z.string().trim().min(1, 'Enter a reason.').max(200),
    }),
    output: z.object({}),
    permission: 'watchdog:repair',
    subject: (d) => `inventory:${d.itemId}:${d.locationId}`,
  }),
} as const;
