import {
  itemImageRow,
  itemRow,
  levelRow,
  locationRow,
  lotRow,
  movementRow,
  reservationRow,
  thresholdRow,
  unavailableRow,
} from '#shared/rows/inventory.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Items. `words` are the searchable words, folded as in the text index. */
export const itemsTable = defineTable(itemRow, {
  name: 'items',
  identity: ['k'],
  own: { words: own<string>() },
});

/** Pictures of items. */
export const itemImagesTable = defineTable(itemImageRow, { name: 'item_images', identity: ['item_id'] });

/** Locations. */
export const locationsTable = defineTable(locationRow, { name: 'locations', identity: ['id'] });

/** Levels, with own columns that lists filter and sort by: the available quantity, the limits and the state. */
export const levelsTable = defineTable(levelRow, {
  name: 'levels',
  identity: ['k'],
  own: {
    itemK: own<number | null>(),
    available: own<number>(),
    lowAt: own<number>(),
    outAt: own<number>(),
    state: own<number>(),
  },
});

/** Movements. They refer to their level by number, so that the largest table has no text keys. */
export const movementsTable = defineTable(movementRow, {
  name: 'movements',
  identity: ['seq', 'n'],
  omit: ['itemId', 'locationId'],
  own: { levelK: own<number>() },
});
/** The columns of a movement, where `m` is the movement and `l` its level. */
export const MOVEMENT_COLUMNS = movementsTable.select('m', { itemId: 'l', locationId: 'l' });

/** What is set aside, by reason. */
export const unavailableTable = defineTable(unavailableRow, {
  name: 'unavailable_stock',
  identity: ['item_id', 'location_id', 'reason'],
});

/** Lots. */
export const lotsTable = defineTable(lotRow, { name: 'lots', identity: ['id'] });

/** Reservations. */
export const reservationsTable = defineTable(reservationRow, { name: 'reservations', identity: ['id'] });

/** Thresholds, keyed by their scope as one string, because its parts may be null. */
export const thresholdsTable = defineTable(thresholdRow, {
  name: 'thresholds',
  identity: ['scope'],
  unique: ['scope'],
  own: { scope: own<string>() },
});
