import { AT_ONCE, type GatewayModule } from '../kernel.ts';
import { alertsAudited } from './audited.ts';
import { alertHandlers, ensureDefaults } from './commands.ts';
import { sweepInstances } from './evaluate.ts';
import { alertProjection, alertReactions } from './events.ts';
import { setFeed } from './feeds.ts';
import { endGroup, setGroup } from './group-writes.ts';
import { sweepGroups } from './groups.ts';
import { endInstance, setInstance } from './instances.ts';
import * as m0060 from './migrations/0060-alerts.ts';
import * as m0132 from './migrations/0132-alert-history.ts';
import * as m0162 from './migrations/0162-alert-scans.ts';
import * as m0220 from './migrations/0220-alert-outcomes.ts';
import * as m0330 from './migrations/0330-alert-lifecycle.ts';
import * as m0390 from './migrations/0390-alert-expiry.ts';
import { alertsRoutes } from './routes.ts';
import { continueScans, endScan, setScan } from './scans.ts';
import { sweepSilences } from './silences.ts';
import { alertsSnapshot } from './snapshot.ts';

export { firstAlert, stockAlertsBetween } from './countable.ts';
export { endKpiAlert, judgeKpi } from './kpis.ts';
export { listAlerts, listRules } from './queries.ts';

/** Alerts on stock and KPIs, and alerts users raise. Listed after `inventory`, whose tables its reactions read. */
export const alertsModule: GatewayModule = {
  name: 'alerts',
  migrations: {
    '0060-alerts': m0060,
    '0132-alert-history': m0132,
    '0162-alert-scans': m0162,
    '0220-alert-outcomes': m0220,
    '0330-alert-lifecycle': m0330,
    '0390-alert-expiry': m0390,
  },
  commands: alertHandlers,
  projection: alertProjection,
  audited: alertsAudited,
  writes: [setInstance, endInstance, setScan, endScan, setFeed, setGroup, endGroup],
  reactions: alertReactions,
  snapshots: { alerts: alertsSnapshot },
  sweep: (context) => {
    if (continueScans(context)) return AT_ONCE;
    const due = [sweepInstances(context), sweepSilences(context), sweepGroups(context)];
    return due.reduce((a, b) => (a === null || (b !== null && b < a) ? b : a));
  },
  setup: ensureDefaults,
  routes: alertsRoutes,
};
