import type { Item } from '#shared/domain/inventory.ts';
import type { Sql } from '../kernel.ts';
import { type LedgerKey, movementsOfLevel } from './ledger.ts';
import { levelIdOf } from './queries.ts';

/** What a stocktake needs to know of an item at a location. */
export interface CountedStock extends Pick<Item, 'cost' | 'currency'> {
  readonly itemId: string;
  readonly onHand: number;
  /** The event that last changed the level; 0 where nothing ever moved. */
  readonly seq: number;
}

/**
 * Returns what a location stocks, by name, at most `limit`: active items that ever moved there, optionally of one category.
 * Looks at all levels.
 */
export function stockOfLocation(
  sql: Sql,
  locationId: string,
  category: string | null,
  limit: number,
): CountedStock[] {
  return sql
    .prepare<[string, string | null, number], CountedStock>(
      `SELECT i.id AS itemId, l.on_hand AS onHand, l.seq, i.cost, i.currency FROM levels l JOIN items i ON i.id = l.item_id
       WHERE l.location_id = ? AND i.status = 'active' AND i.category = coalesce(?, i.category)
       ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
    )
    .all(locationId, category, limit);
}

/** Returns the stock of listed items at a location, by name; items that do not exist are missing. */
export function stockOfItems(sql: Sql, locationId: string, itemIds: readonly string[]): CountedStock[] {
  return sql
    .prepare<[string, string, number], CountedStock>(
      `SELECT i.id AS itemId, coalesce(l.on_hand, 0) AS onHand, coalesce(l.seq, 0) AS seq, i.cost, i.currency
       FROM (SELECT DISTINCT value AS id FROM json_each(?)) k CROSS JOIN items i ON i.id = k.id
       LEFT JOIN levels l ON l.item_id = i.id AND l.location_id = ? ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
    )
    .all(JSON.stringify(itemIds), locationId, itemIds.length);
}

/** Movements of a level that are read at a time. */
const PAGE = 200;

/**
 * Returns the quantity on hand at a moment, ms, and the changes since, newest first. Movements of that millisecond are part of
 * the quantity. Reads as many movements as there were since.
 */
export function onHandSince(
  sql: Sql,
  itemId: string,
  locationId: string,
  at: number,
): { readonly onHand: number; readonly since: readonly number[] } {
  const level = sql
    .prepare<[string, string], { onHand: number; at: number }>(
      'SELECT on_hand AS onHand, at FROM levels WHERE item_id = ? AND location_id = ?',
    )
    .get(itemId, locationId);
  const levelId = levelIdOf(sql, itemId, locationId);
  if (!level || levelId === undefined) return { onHand: 0, since: [] };
  const since: number[] = [];
  if (level.at <= at) return { onHand: level.onHand, since };
  let before: LedgerKey | null = null;
  for (;;) {
    const page = movementsOfLevel(sql, levelId, before, PAGE);
    for (const movement of page) {
      if (movement.at <= at) return { onHand: level.onHand, since };
      since.push(movement.deltaOnHand);
    }
    before = page.at(-1) ?? null;
    if (before === null || page.length < PAGE) return { onHand: level.onHand, since };
  }
}
