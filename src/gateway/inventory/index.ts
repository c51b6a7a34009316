import type { GatewayModule } from '../kernel.ts';
import { inventoryHandlers, sweepReservations } from './commands.ts';
import { inventoryProjection } from './events.ts';
import * as m0030 from './migrations/0030-inventory.ts';
import * as m0130 from './migrations/0130-inventory-history.ts';
import { inventoryRoutes } from './routes.ts';
import { inventorySnapshot } from './snapshot.ts';

export type { WatchedLevel } from './queries.ts';
export {
  availableAt,
  countItems,
  itemsBelow,
  listItems,
  listLevels,
  readItem,
  readItemBySku,
  readItemScope,
  readLocation,
  readWatchedLevel,
  thresholdFor,
  watchedLevelsAfter,
  workspaceStockLimits,
} from './queries.ts';
export { commitToOrder, endOrderReservations, returnFromOrder } from './stock.ts';

/** Items, locations, levels, the ledger, reservations and thresholds. */
export const inventoryModule: GatewayModule = {
  name: 'inventory',
  migrations: { '0030-inventory': m0030, '0130-inventory-history': m0130 },
  commands: inventoryHandlers,
  reactions: inventoryProjection,
  snapshots: { inventory: inventorySnapshot },
  sweep: sweepReservations,
  routes: inventoryRoutes,
};
