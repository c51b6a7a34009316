import type { GatewayModule } from '../kernel.ts';
import { countsAudited } from './audited.ts';
import { countHandlers } from './commands.ts';
import { countsProjection } from './events.ts';
import * as m0320 from './migrations/0320-counts.ts';
import { countReactions } from './post.ts';
import { countsRoutes } from './routes.ts';
import { countsSnapshot } from './snapshot.ts';

export { listCountLines, listCounts, readCount } from './queries.ts';

/** Stocktakes. Listed after `inventory`, whose tables its reactions read. */
export const countsModule: GatewayModule = {
  name: 'counts',
  migrations: { '0320-counts': m0320 },
  commands: countHandlers,
  projection: countsProjection,
  reactions: countReactions,
  audited: countsAudited,
  snapshots: { counts: countsSnapshot },
  routes: countsRoutes,
};
