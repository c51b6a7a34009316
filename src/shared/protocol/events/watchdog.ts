import { z } from 'zod';
import { DIFFERENCE_OUTCOMES, Difference, WatchdogRun } from '../../domain/watchdog.ts';
import { differenceRow, watchdogRunRow } from '../../rows/watchdog.ts';
import { channel } from './define.ts';

/** What the watchdog found: levels that are not what the ledger and the reservations make of them. */
export const watchdog = channel({
  name: 'watchdog',
  permissions: { 'watchdog:read': 'manager', 'watchdog:repair': 'manager' },
  readPermission: 'watchdog:read',
  rows: [watchdogRunRow, differenceRow],
  events: {
    'watchdog.run_finished': z.object({ run: WatchdogRun }),
    'watchdog.difference_found': z.object({ difference: Difference }),
    'watchdog.difference_ended': z.object({
      difference: Difference,
      outcome: z.enum(DIFFERENCE_OUTCOMES),
    }),
  },
});
