import {
  itemRow,
  levelRow,
  locationRow,
  movementRow,
  reservationRow,
  thresholdRow,
} from '#shared/rows/inventory.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Items. */
export const itemsTable = defineTable(itemRow, { name: 'items', identity: ['id'] });

/** Locations. */
export const locationsTable = defineTable(locationRow, { name: 'locations', identity: ['id'] });

/** Stock levels, numbered by `id` for the ledger. */
export const levelsTable = defineTable(levelRow, { name: 'levels', identity: ['id'] });

/** Movements. They refer to their level by number, so that the largest table has no text keys. */
export const movementsTable = defineTable(movementRow, {
  name: 'movements',
  identity: ['seq', 'n'],
  omit: ['itemId', 'locationId'],
  own: { levelId: own<number>() },
});
/** The columns of a movement, where `m` is the movement and `l` its level. */
export const MOVEMENT_COLUMNS = movementsTable.select('m', { itemId: 'l', locationId: 'l' });

/** Reservations. */
export const reservationsTable = defineTable(reservationRow, { name: 'reservations', identity: ['id'] });

/** Thresholds, keyed by their scope as one string, because its parts may be null. */
export const thresholdsTable = defineTable(thresholdRow, {
  name: 'thresholds',
  identity: ['scope'],
  unique: ['scope'],
  own: { scope: own<string>() },
});
