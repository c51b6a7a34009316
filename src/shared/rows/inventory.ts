import type { Actor } from '../domain/ids.ts';
import { Item, Level, Location, Movement, Quantity, Reservation, Threshold } from '../domain/inventory.ts';
import { ItemImage } from '../domain/items.ts';
import { Lot, UnavailableStock } from '../domain/lots.ts';
import { defineRow, json, nullableJson } from './define.ts';

/** Items. */
export const itemRow = defineRow({ kind: 'item', schema: Item, key: ['id'] });
/** Pictures of items. */
export const itemImageRow = defineRow({ kind: 'item_image', schema: ItemImage, key: ['itemId'] });
/** Locations. */
export const locationRow = defineRow({ kind: 'location', schema: Location, key: ['id'] });
/** Stock levels. */
export const levelRow = defineRow({ kind: 'level', schema: Level, key: ['itemId', 'locationId'] });
/** Movements, which make up the stock ledger. */
export const movementRow = defineRow({
  kind: 'movement',
  schema: Movement,
  key: ['seq', 'n'],
  codecs: { actor: nullableJson<Actor>() },
});
/** What is set aside of an item at a location, for each reason: a reason with nothing has no row. */
export const unavailableRow = defineRow({
  kind: 'unavailable',
  schema: UnavailableStock.extend({ quantity: Quantity.min(1) }),
  key: ['itemId', 'locationId', 'reason'],
});
/** Lots. */
export const lotRow = defineRow({
  kind: 'lot',
  schema: Lot,
  key: ['id'],
  codecs: { unavailable: json<Lot['unavailable']>() },
});
/** Reservations. */
export const reservationRow = defineRow({ kind: 'reservation', schema: Reservation, key: ['id'] });
/** Thresholds. Parts of their scope may be null, so both sides key their tables by `scopeKey`. */
export const thresholdRow = defineRow({
  kind: 'threshold',
  schema: Threshold,
  key: ['itemId', 'locationId', 'category'],
});
