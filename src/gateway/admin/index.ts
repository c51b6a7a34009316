import type { GatewayModule } from '../kernel.ts';
import { adminHandlers, adminProjection } from './commands.ts';
import * as m0080 from './migrations/0080-settings.ts';
import { adminSnapshot } from './queries.ts';

/** Users and workspace settings. */
export const adminModule: GatewayModule = {
  name: 'admin',
  migrations: { '0080-settings': m0080 },
  commands: adminHandlers,
  projection: adminProjection,
  snapshots: { admin: adminSnapshot },
};
