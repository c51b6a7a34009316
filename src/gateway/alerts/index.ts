import type { GatewayModule } from '../kernel.ts';
import { alertHandlers, ensureDefaults } from './commands.ts';
import { sweepAlerts } from './evaluate.ts';
import { alertProjection, alertReactions } from './events.ts';
import { endInstance, setInstance } from './instances.ts';
import * as m0060 from './migrations/0060-alerts.ts';
import { alertsSnapshot } from './queries.ts';
import { alertsRoutes } from './routes.ts';

/** Alerts on stock, and alerts users raise. Listed after `inventory`, whose tables its reactions read. */
export const alertsModule: GatewayModule = {
  name: 'alerts',
  migrations: { '0060-alerts': m0060 },
  commands: alertHandlers,
  projection: alertProjection,
  writes: [setInstance, endInstance],
  reactions: alertReactions,
  snapshots: { alerts: alertsSnapshot },
  sweep: sweepAlerts,
  setup: ensureDefaults,
  routes: alertsRoutes,
};
