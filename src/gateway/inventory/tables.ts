import {
  itemRow,
  levelRow,
  locationRow,
  movementRow,
  reservationRow,
  thresholdRow,
} from '#shared/rows/inventory.ts';
import { defineTable, own } from '#shared/rows/table.ts';

export const itemsTable = defineTable(itemRow, { name: 'items', identity: ['id'] });

export const locationsTable = defineTable(locationRow, { name: 'locations', identity: ['id'] });

/** Levels are numbered by `id`, for the ledger. */
export const levelsTable = defineTable(levelRow, { name: 'levels', identity: ['id'] });

/** A movement names its level by number: the largest table has no text keys. */
export const movementsTable = defineTable(movementRow, {
  name: 'movements',
  identity: ['seq', 'n'],
  omit: ['itemId', 'locationId'],
  own: { levelId: own<number>() },
});
/** The columns of a movement for a SELECT in which `m` is the movement and `l` its level. */
export const MOVEMENT_COLUMNS = movementsTable.select('m', { itemId: 'l', locationId: 'l' });

export const reservationsTable = defineTable(reservationRow, { name: 'reservations', identity: ['id'] });

/** Stored by scope as one text, because the parts of a scope can be null. */
export const thresholdsTable = defineTable(thresholdRow, {
  name: 'thresholds',
  identity: ['scope'],
  unique: ['scope'],
  own: { scope: own<string>() },
});
