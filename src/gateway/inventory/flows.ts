import type { Item } from '#shared/domain/inventory.ts';
import type { StockMove, StockPlace } from '#shared/domain/stock-days.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import type { Sql } from '../kernel.ts';
import { itemsTable } from './tables.ts';

/** The stock of an item at its locations, with its movements since an instant. */
export interface ItemFlow {
  readonly item: Item;
  readonly places: readonly StockPlace[];
  readonly incoming: number;
}

/** Which items: those stocked at a location (null: anywhere), after an id, and since when their movements are read. */
export interface FlowScope {
  readonly locationId: string | null;
  readonly after: string;
  readonly limit: number;
  /** ms. */
  readonly from: number;
}

interface LevelRow {
  readonly id: number;
  readonly itemId: string;
  readonly onHand: number;
  readonly available: number;
  readonly incoming: number;
}

const HERE = 'l.location_id = coalesce(?, l.location_id)';

/** Returns a page of active items with their stock, by id. Reads the movements of all items in the period, by their time. */
export function levelFlows(sql: Sql, { locationId, after, limit, from }: FlowScope): ItemFlow[] {
  const items = sql
    .prepare<[string, string | null, number], StoredRow>(
      `SELECT ${itemsTable.select()} FROM items WHERE id > ? AND status = 'active'
       AND EXISTS (SELECT 1 FROM levels l WHERE l.item_id = items.id AND ${HERE}) ORDER BY id LIMIT ?`,
    )
    .all(after, locationId, limit)
    .map(itemsTable.decode);
  const levels = sql
    .prepare<[string, string | null], LevelRow>(
      `SELECT l.id, l.item_id AS itemId, l.on_hand AS onHand, l.on_hand - l.committed - l.unavailable AS available, l.incoming
       FROM json_each(?) i CROSS JOIN levels l ON l.item_id = i.value WHERE ${HERE} ORDER BY l.id`,
    )
    .all(JSON.stringify(items.map(({ id }) => id)), locationId);
  const moves = movesOf(
    sql,
    levels.map(({ id }) => id),
    from,
  );
  return items.map((item) => {
    const own = levels.filter(({ itemId }) => itemId === item.id);
    return {
      item,
      places: own.map(({ id, onHand, available }) => ({ onHand, available, moves: moves.get(id) ?? [] })),
      incoming: own.reduce((sum, level) => sum + level.incoming, 0),
    };
  });
}

function movesOf(sql: Sql, levels: readonly number[], from: number): ReadonlyMap<number, StockMove[]> {
  const rows = sql
    .prepare<[number, string], StockMove & { readonly level: number }>(
      `SELECT level_id AS level, at, type, delta_on_hand AS deltaOnHand,
         delta_on_hand - delta_committed - delta_unavailable AS deltaAvailable
       FROM movements INDEXED BY movements_by_time
       WHERE at >= ? AND level_id IN (SELECT value FROM json_each(?)) ORDER BY at, seq, n`,
    )
    .all(from, JSON.stringify(levels));
  const byLevel = new Map<number, StockMove[]>();
  for (const { level, ...move } of rows) {
    const found = byLevel.get(level);
    if (found) found.push(move);
    else byLevel.set(level, [move]);
  }
  return byLevel;
}

/** What the stock of a location is worth at today's costs, minor units of one currency. */
export interface StockValue {
  readonly locationId: string;
  readonly currency: string;
  readonly value: number;
  readonly units: number;
  readonly itemsWithoutCost: number;
}

/** Returns what the stock of each location is worth. Items without a cost are counted, not valued. Includes archived items. */
export function stockValues(sql: Sql): StockValue[] {
  return sql
    .prepare<[], StockValue>(
      `SELECT l.location_id AS locationId, i.currency, coalesce(sum(l.on_hand * i.cost), 0) AS value, sum(l.on_hand) AS units,
         sum(i.cost IS NULL AND l.on_hand <> 0) AS itemsWithoutCost
       FROM levels l JOIN items i ON i.id = l.item_id GROUP BY l.location_id, i.currency ORDER BY l.location_id, i.currency LIMIT 1000`,
    )
    .all();
}
