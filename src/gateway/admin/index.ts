import type { GatewayModule } from '../kernel.ts';
import { adminHandlers, adminReactions } from './commands.ts';
import { adminSnapshot } from './queries.ts';

/** Members of the team and workspace settings. */
export const adminModule: GatewayModule = {
  name: 'admin',
  commands: adminHandlers,
  reactions: adminReactions,
  snapshots: { admin: adminSnapshot },
};
