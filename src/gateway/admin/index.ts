import type { GatewayModule } from '../kernel.ts';
import { adminAudited } from './audited.ts';
import { adminHandlers, adminPreparations, adminProjection } from './commands.ts';
import * as m0080 from './migrations/0080-settings.ts';
import { adminSnapshot } from './queries.ts';
import { adminRoutes } from './routes.ts';

export { readBranding, workspaceTimeZone } from './queries.ts';

/** Users, API keys and workspace settings. */
export const adminModule: GatewayModule = {
  name: 'admin',
  migrations: { '0080-settings': m0080 },
  preparations: adminPreparations,
  commands: adminHandlers,
  projection: adminProjection,
  audited: adminAudited,
  snapshots: { admin: adminSnapshot },
  routes: adminRoutes,
};
