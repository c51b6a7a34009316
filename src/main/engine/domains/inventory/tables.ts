import {
  itemRow,
  levelRow,
  locationRow,
  movementRow,
  reservationRow,
  thresholdRow,
} from '#shared/rows/inventory.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** `words` are the searchable words, folded as the text index folds them. */
export const itemsTable = defineTable(itemRow, {
  name: 'items',
  identity: ['k'],
  own: { words: own<string>() },
});

export const locationsTable = defineTable(locationRow, { name: 'locations', identity: ['id'] });

/** A level carries what lists filter and sort by: what is available, the limits that apply to it, and its state. */
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

/** A movement names its level by number: the largest table carries no text keys. */
export const movementsTable = defineTable(movementRow, {
  name: 'movements',
  identity: ['seq', 'n'],
  omit: ['itemId', 'locationId'],
  own: { levelK: own<number>() },
});
/** A movement's columns; `m` is the movement and `l` its level. */
export const MOVEMENT_COLUMNS = movementsTable.select('m', { itemId: 'l', locationId: 'l' });

export const reservationsTable = defineTable(reservationRow, { name: 'reservations', identity: ['id'] });

/** Kept by its scope as one text: the parts may be null. */
export const thresholdsTable = defineTable(thresholdRow, {
  name: 'thresholds',
  identity: ['scope'],
  unique: ['scope'],
  own: { scope: own<string>() },
});
