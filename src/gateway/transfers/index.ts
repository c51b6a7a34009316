import type { GatewayModule } from '../kernel.ts';
import { transfersAudited } from './audited.ts';
import { transferHandlers } from './commands.ts';
import { transfersProjection } from './events.ts';
import * as m0321 from './migrations/0321-transfers.ts';
import { transfersRoutes } from './routes.ts';
import { transfersSnapshot } from './snapshot.ts';

export { openTransfers, readTransfer, transferredTo } from './queries.ts';

/** Transfers between locations, with their effects on stock. */
export const transfersModule: GatewayModule = {
  name: 'transfers',
  migrations: { '0321-transfers': m0321 },
  commands: transferHandlers,
  projection: transfersProjection,
  audited: transfersAudited,
  snapshots: { transfers: transfersSnapshot },
  routes: transfersRoutes,
};
