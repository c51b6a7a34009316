import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { growingTable, wholeTable } from '../db/sources.ts';
import { tableOn } from '../db/tables.ts';
import type { GatewayModule } from '../kernel.ts';
import { sweepMessages } from './count.ts';
import { factReactions } from './facts.ts';
import * as m0491 from './migrations/0491-reports.ts';
import * as m0521 from './migrations/0521-report-teams.ts';
import { reportsRoutes } from './routes.ts';
import { countedTable, factsTable, talliesTable } from './tables.ts';

export { factsBetween, firstFact } from './countable.ts';

/** What a snapshot has of the facts; consoles load the rest by themselves, back to the longest usual window. */
const RECENT_MS = 2 * DAY_MS + HOUR_MS;
const WINDOW_MS = 92 * DAY_MS;

/** What reports are made of. Listed after `chat` and `service`, to whose events it reacts. */
export const reportsModule: GatewayModule = {
  name: 'reports',
  migrations: { '0491-reports': m0491, '0521-report-teams': m0521 },
  commands: {},
  projection: {
    'reports.recorded': ({ sql }, { data }) => {
      for (const fact of data.facts) tableOn(sql, factsTable).upsert(fact, {});
    },
    'reports.counted': ({ sql }, { data }) => {
      for (const tally of data.tallies) tableOn(sql, talliesTable).upsert(tally, {});
      tableOn(sql, countedTable).upsert({}, { id: 'messages', upToSeq: data.upToSeq });
    },
  },
  reactions: factReactions,
  snapshots: {
    reports: [
      growingTable({
        table: factsTable,
        keys: ['at', 'id'],
        atLeastMs: WINDOW_MS,
        inSnapshotMs: RECENT_MS,
      }),
      wholeTable(talliesTable),
    ],
  },
  sweep: sweepMessages,
  routes: reportsRoutes,
};
