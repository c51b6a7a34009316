import { v7 as uuidv7 } from 'uuid';
import type {
  Item,
  Level,
  Location,
  MovementData,
  Reservation,
  Threshold,
} from '#shared/domain/inventory.ts';

/** An active item without cost or backorders. The SKU and name are derived from the id. */
export function makeItem(overrides: Partial<Item> = {}): Item {
  const id = overrides.id ?? uuidv7();
  return {
    id,
    sku: id,
    name: id,
    category: 'Things',
    barcode: null,
    unit: 'piece',
    price: 100,
    cost: null,
    currency: 'USD',
    status: 'active',
    backorderLimit: 0,
    ...overrides,
  };
}

/** A store. The name is derived from the id. */
export function makeLocation(overrides: Partial<Location> = {}): Location {
  const id = overrides.id ?? uuidv7();
  return { id, name: id, kind: 'store', region: null, ...overrides };
}

/** A level without stock. */
export function makeLevel(overrides: Partial<Level> = {}): Level {
  return {
    itemId: 'item',
    locationId: 'store',
    onHand: 0,
    committed: 0,
    unavailable: 0,
    incoming: 0,
    seq: 1,
    at: 0,
    ...overrides,
  };
}

/** A movement that changes nothing. */
export function makeMovement(overrides: Partial<MovementData> = {}): MovementData {
  return {
    type: 'adjusted',
    itemId: 'item',
    locationId: 'store',
    lotId: null,
    deltaOnHand: 0,
    deltaCommitted: 0,
    deltaUnavailable: 0,
    onHandAfter: 0,
    committedAfter: 0,
    unavailableAfter: 0,
    ...overrides,
  };
}

/** An active reservation of one unit, without an order or an expiry. */
export function makeReservation(overrides: Partial<Reservation> = {}): Reservation {
  return {
    id: overrides.id ?? uuidv7(),
    itemId: 'item',
    locationId: 'store',
    quantity: 1,
    status: 'active',
    orderId: null,
    expiresAt: null,
    createdAt: 0,
    conversationId: null,
    madeBy: null,
    ...overrides,
  };
}

/** A threshold for the whole workspace: low at 1, out at 0. */
export function makeThreshold(overrides: Partial<Threshold> = {}): Threshold {
  return {
    itemId: null,
    locationId: null,
    category: null,
    lowAt: 1,
    outAt: 0,
    overAt: null,
    expiringWithinDays: null,
    recoverAt: null,
    ...overrides,
  };
}
