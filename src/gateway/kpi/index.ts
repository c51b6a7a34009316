import type { Kpi } from '#shared/domain/kpi.ts';
import { endKpiAlert } from '../alerts/index.ts';
import { findUser } from '../auth/index.ts';
import { wholeTable } from '../db/sources.ts';
import type { AuditedFields, AuditedRecord, CommandContext, GatewayModule, Sql } from '../kernel.ts';
import { kpiHandlers } from './commands.ts';
import { countReactions } from './count.ts';
import * as m0610 from './migrations/0610-kpi.ts';
import { findKpi, KPIS } from './queries.ts';
import { kpiRoutes } from './routes.ts';
import { lookSoon, planFirstCount, sweepKpis } from './sweep.ts';
import { daysTable, kpisTable, resultsTable } from './tables.ts';
import { addSums, kpiProjection, setProgress } from './writes.ts';

export { findKpi, sumsIn } from './queries.ts';
export { countDay } from './recount.ts';

/** What people decide about a KPI; how it does is in its results. */
function fields(kpi: Kpi): AuditedFields {
  const { id: _id, version: _v, changedBy: _by, since: _s, first: _f, reachedAt: _r, ...decided } = kpi;
  return decided;
}

function audited(sql: Sql, { kpi }: { readonly kpi: Kpi }): AuditedRecord {
  const before = findKpi(sql, kpi.id);
  return { record: `kpi:${kpi.id}`, before: before ? fields(before) : null, after: fields(kpi) };
}

/** Shows on each KPI of somebody who cannot sign in any more that nobody owns it. */
function endOwner(context: CommandContext, userId: string): void {
  const name = findUser(context.sql, userId)?.name ?? '';
  for (const kpi of context.memo(KPIS))
    if (kpi.ownerId === userId)
      context.emit('kpi.owner_left', {
        kpi: { ...kpi, ownerId: null, ownerName: null, version: kpi.version + 1 },
        name,
      });
}

/** Lets the window of a changed KPI begin anew: the alert of the old rule is over. */
function restart(context: CommandContext, kpi: Kpi, seq: number): void {
  // Its window began with this event, unless the goal is the same; then the alert stays if its rule does.
  if (kpi.archived || kpi.alert === null || kpi.since === context.now) endKpiAlert(context, kpi.id, seq);
  lookSoon(context);
}

/**
 * KPIs: the sums that they are calculated from, their windows, results and alerts. Listed after the domains whose events it counts and
 * whose tables it counts again, and after `alerts`, which judges them.
 */
export const kpiModule: GatewayModule = {
  name: 'kpi',
  migrations: { '0610-kpi': m0610 },
  commands: kpiHandlers,
  projection: kpiProjection,
  writes: [addSums, setProgress],
  audited: {
    'kpi.saved': audited,
    'kpi.owner_left': audited,
    // What happens to a KPI by itself is in its results.
    'kpi.reached': () => [],
    'kpi.window_opened': () => [],
    'kpi.result_corrected': () => [],
    'kpi.counted': () => [],
    'kpi.recounted': () => [],
    'kpi.trimmed': () => [],
  },
  reactions: {
    ...countReactions,
    'kpi.saved': (context, { seq, data: { kpi } }) => restart(context, kpi, seq),
    'admin.user_disabled': (context, { data: { userId } }) => endOwner(context, userId),
  },
  snapshots: { kpi: [wholeTable(kpisTable), wholeTable(resultsTable), wholeTable(daysTable)] },
  sweep: sweepKpis,
  setup: planFirstCount,
  routes: kpiRoutes,
};
