import type { GatewayModule } from '../kernel.ts';
import { inventoryAudited } from './audited.ts';
import { inventoryHandlers, sweepInventory } from './commands.ts';
import { inventoryProjection } from './events.ts';
import { indexLedger, indexSlice } from './ledger.ts';
import * as m0030 from './migrations/0030-inventory.ts';
import * as m0130 from './migrations/0130-inventory-history.ts';
import * as m0161 from './migrations/0161-watched-scopes.ts';
import * as m0261 from './migrations/0261-ledger-index.ts';
import * as m0300 from './migrations/0300-lots.ts';
import * as m0301 from './migrations/0301-item-images.ts';
import * as m0571 from './migrations/0571-regions.ts';
import { inventoryRoutes } from './routes.ts';
import { inventorySnapshot } from './snapshot.ts';

export {
  correctCommitted,
  correctIncoming,
  LEDGER_START,
  type LedgerSum,
  lotCounts,
  reservedAt,
  restoreLevel,
  type StoredLevel,
  storedLevelAt,
  storedLevelsAfter,
  sumIndexed,
  sumLedger,
  sumTail,
} from './checks.ts';
export {
  COMPATIBLE_PATH,
  CompatibleAnswer,
  CompatibleRequest,
  compatibleEnvelope,
  findLocation,
  findProduct,
  ProductId,
} from './compatible.ts';
export { type CountedStock, onHandSince, stockOfItems, stockOfLocation } from './count-queries.ts';
export { levelFlows, stockValues } from './flows.ts';
export { listLedger } from './ledger.ts';
export { firstExpiry, setAsideAt } from './lots.ts';
export {
  changeIncoming,
  countStock,
  type IncomingChange,
  receiveStock,
  transferIn,
  transferOut,
} from './moves.ts';
export {
  availableAnywhere,
  availableAt,
  countItems,
  itemsBelow,
  listItems,
  listLevels,
  locationIds,
  readActiveByBarcode,
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
export { shipForOrder } from './shipping.ts';
export { commitToOrder, endOrderReservations, returnFromOrder, stockAt } from './stock.ts';
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
    '0300-lots': m0300,
    '0301-item-images': m0301,
    '0571-regions': m0571,
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
