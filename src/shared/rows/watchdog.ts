import { type Counts, Difference, WatchdogRun } from '../domain/watchdog.ts';
import { defineRow, json } from './define.ts';

/** Differences that the watchdog found and that are not ended. */
export const differenceRow = defineRow({
  kind: 'difference',
  schema: Difference,
  key: ['itemId', 'locationId'],
  codecs: { expected: json<Counts>(), actual: json<Counts>() },
});

/** The newest finished run. */
export const watchdogRunRow = defineRow({ kind: 'watchdog_run', schema: WatchdogRun, key: ['id'] });
