import type { Difference } from '#shared/domain/watchdog.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { wholeTable } from '../db/sources.ts';
import { tableOn } from '../db/tables.ts';
import type { Applying, GatewayModule } from '../kernel.ts';
import * as m0370 from './migrations/0370-watchdog.ts';
import * as m0391 from './migrations/0391-watchdog-incoming.ts';
import { repair } from './repair.ts';
import { beginRun, planFirstRun, readDifference, setProgress, sweepRuns } from './runs.ts';
import { differencesTable, runsTable } from './tables.ts';

function recordRun({ sql }: Applying, { data }: EventOf<'watchdog.run_finished'>): void {
  // Only the newest is kept; the activity list and the audit have those before it.
  sql.prepare('DELETE FROM watchdog_runs').run();
  tableOn(sql, runsTable).insert(data.run, {});
}

function recordOf({ itemId, locationId }: Difference): string {
  return `difference:${itemId}:${locationId}`;
}

export { countDifferences } from './runs.ts';

/** Compares levels with the ledger, reservations and orders, and repairs what differs when somebody says so. */
export const watchdogModule: GatewayModule = {
  name: 'watchdog',
  migrations: { '0370-watchdog': m0370, '0391-watchdog-incoming': m0391 },
  commands: {
    'watchdog.run': (context) => ({ runId: beginRun(context, 'hand') }),
    'watchdog.repair': repair,
  },
  projection: {
    'watchdog.run_finished': recordRun,
    'watchdog.difference_found': ({ sql }, { data: { difference } }) =>
      void tableOn(sql, differencesTable).upsert(difference, {}),
    'watchdog.difference_ended': ({ sql }, { data: { difference } }) =>
      void tableOn(sql, differencesTable).remover()(difference.itemId, difference.locationId),
  },
  writes: [setProgress],
  audited: {
    'watchdog.run_finished': (_sql, { run }) => ({
      record: `watchdog_run:${run.id}`,
      before: null,
      after: run,
    }),
    'watchdog.difference_found': (sql, { difference }) => ({
      record: recordOf(difference),
      before: readDifference(sql, difference.itemId, difference.locationId) ?? null,
      after: difference,
    }),
    'watchdog.difference_ended': (sql, { difference }) => ({
      record: recordOf(difference),
      before: readDifference(sql, difference.itemId, difference.locationId) ?? null,
      after: null,
    }),
  },
  snapshots: { watchdog: [wholeTable(runsTable), wholeTable(differencesTable)] },
  setup: planFirstRun,
  sweep: sweepRuns,
};
