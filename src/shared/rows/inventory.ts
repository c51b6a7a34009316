import type { Actor } from '../domain/ids.ts';
import { Item, Level, Location, Movement, Reservation, Threshold } from '../domain/inventory.ts';
import { defineRow, nullableJson } from './define.ts';

export const itemRow = defineRow({ kind: 'item', schema: Item, key: ['id'] });
export const locationRow = defineRow({ kind: 'location', schema: Location, key: ['id'] });
export const levelRow = defineRow({ kind: 'level', schema: Level, key: ['itemId', 'locationId'] });
export const movementRow = defineRow({
  kind: 'movement',
  schema: Movement,
  key: ['seq', 'n'],
  codecs: { actor: nullableJson<Actor>() },
});
export const reservationRow = defineRow({ kind: 'reservation', schema: Reservation, key: ['id'] });
/** The parts of a threshold's scope may be null, so both sides key their tables by `scopeKey`. */
export const thresholdRow = defineRow({
  kind: 'threshold',
  schema: Threshold,
  key: ['itemId', 'locationId', 'category'],
});
