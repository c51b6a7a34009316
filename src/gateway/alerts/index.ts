import type { GatewayModule } from '../kernel.ts';
import { alertHandlers, ensureDefaults } from './commands.ts';
import { sweepAlerts } from './evaluate.ts';
import { alertReactions } from './events.ts';
import * as m0060 from './migrations/0060-alerts.ts';
import * as m0132 from './migrations/0132-alert-history.ts';
import { alertsRoutes } from './routes.ts';
import { alertsSnapshot } from './snapshot.ts';

/** Alerts on stock, and alerts users raise. Listed after `inventory`, whose tables its reactions read. */
export const alertsModule: GatewayModule = {
  name: 'alerts',
  migrations: { '0060-alerts': m0060, '0132-alert-history': m0132 },
  commands: alertHandlers,
  reactions: alertReactions,
  snapshots: { alerts: alertsSnapshot },
  sweep: sweepAlerts,
  setup: ensureDefaults,
  routes: alertsRoutes,
};
