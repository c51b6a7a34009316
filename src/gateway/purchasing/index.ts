import type { GatewayModule } from '../kernel.ts';
import { purchasingAudited } from './audited.ts';
import { purchaseHandlers } from './commands.ts';
import { purchasingProjection } from './events.ts';
import * as m0311 from './migrations/0311-purchasing.ts';
import { purchasingRoutes } from './routes.ts';
import { purchasingSnapshot } from './snapshot.ts';

export { listOpenPurchases, purchasedTo } from './queries.ts';

/** Orders to suppliers, and the deliveries that arrive for them. */
export const purchasingModule: GatewayModule = {
  name: 'purchasing',
  migrations: { '0311-purchasing': m0311 },
  commands: purchaseHandlers,
  projection: purchasingProjection,
  audited: purchasingAudited,
  snapshots: { purchasing: purchasingSnapshot },
  routes: purchasingRoutes,
};
