import { available, type Balance, type Item } from '#shared/domain/inventory.ts';
import type { Sql } from '../kernel.ts';

/** A level as alert rules see it. */
export interface WatchedLevel {
  readonly itemId: string;
  readonly locationId: string;
  readonly category: string;
  readonly status: Item['status'];
  readonly available: number;
  /** Sequence of the event that last changed it. */
  readonly seq: number;
}

const WATCHED_COLUMNS = `l.item_id AS itemId, l.location_id AS locationId, i.category, i.status,
  l.on_hand AS onHand, l.committed, l.unavailable, l.seq`;
const WATCHED = `SELECT ${WATCHED_COLUMNS} FROM levels l JOIN items i ON i.id = l.item_id`;

/** From the category's items to their levels, in the order of the items. */
const OF_CATEGORY = `SELECT ${WATCHED_COLUMNS} FROM items i INDEXED BY items_by_category_id
  CROSS JOIN levels l ON l.item_id = i.id WHERE i.category = ?`;

type WatchedRow = Omit<WatchedLevel, 'available'> & Balance;

function watched({ itemId, locationId, category, status, seq, ...balance }: WatchedRow): WatchedLevel {
  return { itemId, locationId, category, status, available: available(balance), seq };
}

/** Returns a level as alert rules see it; undefined where nothing ever moved. */
export function readWatchedLevel(sql: Sql, itemId: string, locationId: string): WatchedLevel | undefined {
  const row = sql
    .prepare<[string, string], WatchedRow>(`${WATCHED} WHERE l.item_id = ? AND l.location_id = ?`)
    .get(itemId, locationId);
  return row && watched(row);
}

/** Which levels: of one location, of one category, of both, or all. */
export interface LevelScope {
  readonly locationId: string | null;
  readonly category: string | null;
}

/** The key of a level in the order of `watchedLevelsAfter`. */
export interface LevelKey {
  readonly itemId: string;
  readonly locationId: string;
}

/**
 * Returns a page of the levels of a scope as alert rules see them, after a key. Each scope is read from an index, in the order of
 * item and location.
 */
export function watchedLevelsAfter(
  sql: Sql,
  { locationId, category }: LevelScope,
  after: LevelKey,
  limit: number,
): WatchedLevel[] {
  const { itemId } = after;
  const page = (text: string, ...values: (string | number)[]): WatchedLevel[] =>
    sql
      .prepare<(string | number)[], WatchedRow>(`${text} LIMIT ?`)
      .all(...values, limit)
      .map(watched);
  if (category === null) {
    return locationId === null
      ? page(
          `${WATCHED} WHERE (l.item_id, l.location_id) > (?, ?) ORDER BY l.item_id, l.location_id`,
          itemId,
          after.locationId,
        )
      : page(`${WATCHED} WHERE l.location_id = ? AND l.item_id > ? ORDER BY l.item_id`, locationId, itemId);
  }
  return locationId === null
    ? page(
        `${OF_CATEGORY} AND i.id >= ? AND (i.id > ? OR l.location_id > ?) ORDER BY i.id, l.location_id`,
        category,
        itemId,
        itemId,
        after.locationId,
      )
    : page(`${OF_CATEGORY} AND i.id > ? AND l.location_id = ? ORDER BY i.id`, category, itemId, locationId);
}

/** Returns the levels of one item as alert rules see them. */
export function watchedLevelsOf(sql: Sql, itemId: string): WatchedLevel[] {
  return sql
    .prepare<[string], WatchedRow>(`${WATCHED} WHERE l.item_id = ? ORDER BY l.location_id`)
    .all(itemId)
    .map(watched);
}
