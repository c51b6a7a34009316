import { AT_ONCE, type GatewayModule } from '../kernel.ts';
import { alertsAudited } from './audited.ts';
import { alertHandlers, ensureDefaults } from './commands.ts';
import { sweepInstances } from './evaluate.ts';
import { alertProjection, alertReactions } from './events.ts';
import { endInstance, setInstance } from './instances.ts';
import * as m0060 from './migrations/0060-alerts.ts';
import * as m0132 from './migrations/0132-alert-history.ts';
import * as m0162 from './migrations/0162-alert-scans.ts';
import * as m0220 from './migrations/0220-alert-outcomes.ts';
import { alertsRoutes } from './routes.ts';
import { continueScans, endScan, setScan } from './scans.ts';
import { alertsSnapshot } from './snapshot.ts';

/** Alerts on stock, and alerts users raise. Listed after `inventory`, whose tables its reactions read. */
export const alertsModule: GatewayModule = {
  name: 'alerts',
  migrations: {
    '0060-alerts': m0060,
    '0132-alert-history': m0132,
    '0162-alert-scans': m0162,
    '0220-alert-outcomes': m0220,
  },
  commands: alertHandlers,
  projection: alertProjection,
  audited: alertsAudited,
  writes: [setInstance, endInstance, setScan, endScan],
  reactions: alertReactions,
  snapshots: { alerts: alertsSnapshot },
  sweep: (context) => (continueScans(context) ? AT_ONCE : sweepInstances(context)),
  setup: ensureDefaults,
  routes: alertsRoutes,
};
