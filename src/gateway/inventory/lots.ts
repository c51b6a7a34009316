import type { UnavailableReason } from '#shared/domain/inventory.ts';
import {
  changeSetAside,
  freeOf,
  type Lot,
  type SetAside,
  setAsideFor,
  type UnavailableStock,
} from '#shared/domain/lots.ts';
import { perConnection, rowQuery, tableOn } from '../db/tables.ts';
import type { Applying, Memo, Sql } from '../kernel.ts';
import { lotsTable, unavailableTable } from './tables.ts';

/** The most lots of an item on hand at a location: a command moves all of them in one event. */
export const MAX_LOTS = 200;

/** An item at a location. */
interface Place {
  readonly itemId: string;
  readonly locationId: string;
}

const onHandAt = rowQuery(
  lotsTable,
  `WHERE item_id = ? AND location_id = ? AND on_hand > 0 ORDER BY code LIMIT ${MAX_LOTS}`,
);
const byId = rowQuery(lotsTable, 'WHERE id = ?');
const byCode = rowQuery(lotsTable, 'WHERE item_id = ? AND location_id = ? AND code = ?');
const ofLevel = rowQuery(unavailableTable, 'WHERE item_id = ? AND location_id = ?');
const afterId = rowQuery(lotsTable, 'WHERE id > ? AND on_hand > 0 ORDER BY id LIMIT ?');
const ofItemAfterId = rowQuery(lotsTable, 'WHERE item_id = ? AND id > ? AND on_hand > 0 ORDER BY id LIMIT ?');
/** Expired lots of which some can still be set aside: not more than is available at the level. */
const overdue = rowQuery(
  lotsTable,
  `WHERE expires_at <= ? AND free > 0 AND EXISTS (
     SELECT 1 FROM levels l WHERE l.item_id = lots.item_id AND l.location_id = lots.location_id
       AND l.on_hand - l.committed - l.unavailable > 0)
   ORDER BY expires_at, id LIMIT ?`,
);

/** Returns the lots of an item that are on hand at a location. */
export function lotsAt(sql: Sql, { itemId, locationId }: Place): Lot[] {
  return onHandAt.all(sql, itemId, locationId);
}

/** Returns a lot by id. */
export function readLot(sql: Sql, id: string): Lot | undefined {
  return byId.get(sql, id);
}

/** Returns the lot with a code, also one that is used up. */
export function readLotByCode(sql: Sql, { itemId, locationId }: Place, code: string): Lot | undefined {
  return byCode.get(sql, itemId, locationId, code);
}

/** Returns a page of the lots on hand, of all items or of one. */
export function listLots(sql: Sql, itemId: string | null, after: string, limit: number): Lot[] {
  return itemId === null ? afterId.all(sql, after, limit) : ofItemAfterId.all(sql, itemId, after, limit);
}

/** Returns what is set aside of an item at a location, by reason. */
export function setAsideAt(sql: Sql, { itemId, locationId }: Place): SetAside[] {
  return ofLevel.all(sql, itemId, locationId).map(({ reason, quantity }) => ({ reason, quantity }));
}

/** Returns the row of a reason after its quantity has changed; null where it would fall below zero. */
export function changedRow(
  split: readonly SetAside[],
  { itemId, locationId }: Place,
  reason: UnavailableReason,
  delta: number,
): UnavailableStock | null {
  const after = changeSetAside(split, reason, delta);
  return after && { itemId, locationId, reason, quantity: setAsideFor(after, reason) };
}

/** Returns when the first lot of a level expires of which anything is free, ms; null for none. One look into an index. */
export function firstExpiry(sql: Sql, { itemId, locationId }: Place): number | null {
  return (
    sql
      .prepare<[string, string], { at: number }>(
        `SELECT expires_at AS at FROM lots INDEXED BY lots_first_out
         WHERE item_id = ? AND location_id = ? AND expires_at IS NOT NULL AND free > 0 ORDER BY expires_at LIMIT 1`,
      )
      .get(itemId, locationId)?.at ?? null
  );
}

/** When the next lot expires, ms; null for none. Past where some have expired that are not set aside yet. */
export const NEXT_LOT_EXPIRY: Memo<number | null> = {
  read: (sql) =>
    sql
      .prepare<[], { at: number }>(
        `SELECT expires_at AS at FROM lots WHERE expires_at IS NOT NULL AND free > 0 ORDER BY expires_at LIMIT 1`,
      )
      .get()?.at ?? null,
};

/** Returns when the first lot after a time expires, ms; null for none. */
export function nextLotExpiry(sql: Sql, after: number): number | null {
  return (
    sql
      .prepare<[number], { at: number }>(
        `SELECT expires_at AS at FROM lots WHERE expires_at > ? AND free > 0 ORDER BY expires_at LIMIT 1`,
      )
      .get(after)?.at ?? null
  );
}

/** Returns lots that have expired and are not set aside as far as they can be, first expired first. */
export function overdueLots(sql: Sql, now: number, limit: number): Lot[] {
  return overdue.all(sql, now, limit);
}

const writes = perConnection((sql) => ({
  lots: tableOn(sql, lotsTable),
  unavailable: tableOn(sql, unavailableTable),
  removeUnavailable: tableOn(sql, unavailableTable).remover(),
  count: sql.prepare(
    `UPDATE levels SET lots = (
       SELECT count(*) FROM lots o WHERE o.item_id = levels.item_id AND o.location_id = levels.location_id AND o.on_hand > 0)
     WHERE item_id = ? AND location_id = ?`,
  ),
}));

/** Writes lots as they are after an event, and how many their levels have. */
export function recordLots({ sql, forget }: Applying, lots: readonly Lot[]): void {
  const { lots: table, count } = writes(sql);
  for (const lot of lots) table.upsert(lot, { free: freeOf(lot) });
  const levels = new Map(lots.map((lot) => [`${lot.itemId}\n${lot.locationId}`, lot]));
  for (const { itemId, locationId } of levels.values()) count.run(itemId, locationId);
  forget(NEXT_LOT_EXPIRY);
}

/** Writes what is set aside after an event. */
export function recordUnavailable({ sql }: Applying, rows: readonly UnavailableStock[]): void {
  const { unavailable, removeUnavailable } = writes(sql);
  for (const row of rows) {
    if (row.quantity === 0) removeUnavailable(row.itemId, row.locationId, row.reason);
    else unavailable.upsert(row, {});
  }
}
