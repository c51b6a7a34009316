import type { GatewayModule } from '../kernel.ts';
import { inventoryAudited } from './audited.ts';
import { inventoryHandlers, sweepInventory } from './commands.ts';
import { inventoryProjection } from './events.ts';
import { indexLedger, indexSlice } from './ledger.ts';
import * as m0030 from './migrations/0030-inventory.ts';
import * as m0130 from './migrations/0130-inventory-history.ts';
import * as m0161 from './migrations/0161-watched-scopes.ts';
import * as m0261 from './migrations/0261-ledger-index.ts';
import { inventoryRoutes } from './routes.ts';
import { inventorySnapshot } from './snapshot.ts';

export {
  COMPATIBLE_PATH,
  CompatibleAnswer,
  CompatibleRequest,
  compatibleEnvelope,
  findLocation,
  findProduct,
  ProductId,
} from './compatible.ts';
export { listLedger } from './ledger.ts';
export {
  changeIncoming,
  countStock,
  type IncomingChange,
  receiveStock,
  transferIn,
  transferOut,
} from './moves.ts';
export {
  availableAt,
  countItems,
  itemsBelow,
  listItems,
  listLevels,
  locationIds,
  readItem,
  readItemBySku,
  readItemScope,
  readLocation,
  readOnHand,
  readStock,
  readThreshold,
  thresholdFor,
  workspaceStockLimits,
} from './queries.ts';
export { commitToOrder, endOrderReservations, returnFromOrder } from './stock.ts';
export {
  type LevelKey,
  type LevelScope,
  readWatchedLevel,
  type WatchedLevel,
  watchedLevelsAfter,
  watchedLevelsOf,
} from './watched.ts';

/** Items, locations, levels, the ledger, reservations and thresholds. */
export const inventoryModule: GatewayModule = {
  name: 'inventory',
  migrations: {
    '0030-inventory': m0030,
    '0130-inventory-history': m0130,
    '0161-watched-scopes': m0161,
    '0261-ledger-index': m0261,
  },
  commands: inventoryHandlers,
  projection: inventoryProjection,
  writes: [indexLedger],
  retention: [indexSlice],
  audited: inventoryAudited,
  snapshots: { inventory: inventorySnapshot },
  sweep: sweepInventory,
  routes: inventoryRoutes,
};
