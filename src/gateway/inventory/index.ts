import type { GatewayModule } from '../kernel.ts';
import { inventoryHandlers, sweepReservations } from './commands.ts';
import { inventoryProjection } from './events.ts';
import { inventorySnapshot } from './queries.ts';

export type { WatchedLevel } from './queries.ts';
export {
  listLevels,
  readItem,
  readItemScope,
  readLocation,
  readWatchedLevel,
  thresholdFor,
  watchedLevelsAfter,
} from './queries.ts';
export { inventoryRoutes } from './routes.ts';
export { commitToOrder, endOrderReservations, returnFromOrder } from './stock.ts';

/** Items, locations, levels, the ledger and reservations. */
export const inventoryModule: GatewayModule = {
  name: 'inventory',
  commands: inventoryHandlers,
  reactions: inventoryProjection,
  snapshots: { inventory: inventorySnapshot },
  sweep: sweepReservations,
};
