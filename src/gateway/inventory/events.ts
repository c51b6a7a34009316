import { EMPTY_BALANCE, type MovementData, scopeKey } from '#shared/domain/inventory.ts';
import type { EventOf } from '#shared/protocol/events/index.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { recordLots, recordUnavailable } from './lots.ts';
import { THRESHOLD_SHAPES } from './queries.ts';
import {
  itemImagesTable,
  itemsTable,
  levelsTable,
  locationsTable,
  movementsTable,
  reservationsTable,
  thresholdsTable,
} from './tables.ts';

type StockEventType =
  | 'inventory.stock_adjusted'
  | 'inventory.stock_counted'
  | 'inventory.stock_received'
  | 'inventory.levels_counted'
  | 'inventory.stock_transferred'
  | 'inventory.stock_set_aside'
  | 'inventory.stock_put_back'
  | 'inventory.stock_written_off'
  | 'inventory.lots_expired'
  | ReservationEventType;
type ReservationEventType =
  | 'inventory.stock_reserved'
  | 'inventory.reservation_fulfilled'
  | 'inventory.reservation_released'
  | 'inventory.reservation_expired';

const writes = perConnection((sql) => {
  const levels = tableOn(sql, levelsTable);
  const thresholds = tableOn(sql, thresholdsTable);
  return {
    items: tableOn(sql, itemsTable),
    images: tableOn(sql, itemImagesTable),
    removeImage: tableOn(sql, itemImagesTable).remover(),
    locations: tableOn(sql, locationsTable),
    levels,
    movements: tableOn(sql, movementsTable),
    reservations: tableOn(sql, reservationsTable),
    setIncoming: levels.updater(['incoming', 'seq', 'at'], { by: ['itemId', 'locationId'] }),
    thresholds,
    removeThreshold: thresholds.remover(),
  };
});

/** One statement, because each command runs it. */
const SET_BALANCE = `UPDATE levels SET on_hand = ?, committed = ?, unavailable = ?, seq = ?, at = ?
  WHERE item_id = ? AND location_id = ? RETURNING id`;

/** Writes the level after a movement. Returns its number. */
function recordLevel({ sql }: Applying, m: MovementData, seq: number, at: number): number {
  const { levels } = writes(sql);
  const { itemId, locationId, onHandAfter, committedAfter, unavailableAfter } = m;
  const moved = sql
    .prepare<unknown[], { id: number }>(SET_BALANCE)
    .get(onHandAfter, committedAfter, unavailableAfter, seq, at, itemId, locationId);
  if (moved) return moved.id;
  const level = {
    itemId,
    locationId,
    onHand: onHandAfter,
    committed: committedAfter,
    unavailable: unavailableAfter,
    incoming: 0,
    seq,
    at,
  };
  return Number(levels.insert(level, { lots: 0 }).lastInsertRowid);
}

/** Writes the levels after a stock event and its ledger entries. */
function recordMovements(on: Applying, event: EventOf<StockEventType>): void {
  const { seq, at, actor, commandId } = event;
  const { reason, reference } = event.data;
  const { movements } = writes(on.sql);
  const moved: readonly MovementData[] = event.data.movements;
  moved.forEach((m, n) => {
    const levelId = recordLevel(on, m, seq, at);
    const unavailableReason = m.unavailableReason ?? null;
    movements.insert(
      { ...m, unavailableReason, seq, n, actor, reason, reference, commandId, at },
      { levelId },
    );
  });
  const { lots, unavailable } = event.data;
  if (lots !== undefined) recordLots(on, lots);
  if (unavailable !== undefined) recordUnavailable(on, unavailable);
}

function recordIncoming({ sql }: Applying, { seq, at, data }: EventOf<'inventory.incoming_changed'>): void {
  const { levels, setIncoming } = writes(sql);
  for (const { itemId, locationId, incomingAfter } of data.levels) {
    if (setIncoming(incomingAfter, seq, at, itemId, locationId) > 0) continue;
    levels.insert({ itemId, locationId, ...EMPTY_BALANCE, incoming: incomingAfter, seq, at }, { lots: 0 });
  }
}

function restoreLevel(on: Applying, { seq, at, data }: EventOf<'inventory.level_restored'>): void {
  const { onHand, committed, unavailable, itemId, locationId, lots, unavailableStock } = data;
  if (lots !== undefined) recordLots(on, lots);
  if (unavailableStock !== undefined) recordUnavailable(on, unavailableStock);
  on.sql.prepare<unknown[]>(SET_BALANCE).get(onHand, committed, unavailable, seq, at, itemId, locationId);
}

function recordReservation(on: Applying, event: EventOf<ReservationEventType>): void {
  recordMovements(on, event);
  writes(on.sql).reservations.upsert(event.data.reservation, {});
}

function recordItem(
  { sql }: Applying,
  event: EventOf<'inventory.item_created' | 'inventory.item_updated'>,
): void {
  writes(sql).items.upsert(event.data.item, {});
}

function recordImage({ sql }: Applying, { data }: EventOf<'inventory.item_image_changed'>): void {
  const { itemId, image } = data;
  if (image === null) writes(sql).removeImage(itemId);
  else writes(sql).images.upsert({ itemId, image }, {});
}

function recordThreshold({ sql, forget }: Applying, event: EventOf<'inventory.thresholds_changed'>): void {
  const { threshold, removed } = event.data;
  const { thresholds, removeThreshold } = writes(sql);
  const scope = scopeKey(threshold);
  forget(THRESHOLD_SHAPES);
  if (removed) removeThreshold(scope);
  else thresholds.upsert(threshold, { scope });
}

/** Updates the inventory's tables from its events; nothing else writes them. */
export const inventoryProjection: Projection = {
  'inventory.item_created': recordItem,
  'inventory.item_updated': recordItem,
  'inventory.item_image_changed': recordImage,
  'inventory.location_created': ({ sql }, { data }) => void writes(sql).locations.insert(data.location, {}),
  'inventory.stock_adjusted': recordMovements,
  'inventory.stock_counted': recordMovements,
  'inventory.stock_received': recordMovements,
  'inventory.levels_counted': recordMovements,
  'inventory.stock_transferred': recordMovements,
  'inventory.incoming_changed': recordIncoming,
  'inventory.level_restored': restoreLevel,
  'inventory.stock_set_aside': recordMovements,
  'inventory.stock_put_back': recordMovements,
  'inventory.stock_written_off': recordMovements,
  'inventory.lots_expired': recordMovements,
  'inventory.stock_reserved': recordReservation,
  'inventory.reservation_fulfilled': recordReservation,
  'inventory.reservation_released': recordReservation,
  'inventory.reservation_expired': recordReservation,
  'inventory.reservation_committed': ({ sql }, { data }) =>
    void writes(sql).reservations.upsert(data.reservation, {}),
  'inventory.thresholds_changed': recordThreshold,
};
