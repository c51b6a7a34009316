import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type Item, scopeKey, scopeKeys, stockState, type Threshold } from '#shared/domain/inventory.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, decodeCursor, encodeCursor, ReadError, type Reader } from '../../store/reader.ts';
import { pendingStock } from './effects.ts';
import { lotCodes, partsOf } from './lots.ts';
import {
  itemsTable,
  levelsTable,
  locationsTable,
  MOVEMENT_COLUMNS,
  movementsTable,
  reservationsTable,
} from './tables.ts';
import { defaultLimits, expectedLimits, thresholdsIn } from './thresholds.ts';

/** Returns the locations, the categories in use, and the number of levels that are low or out of stock. */
export function facets(reader: Reader): MethodOutput<'inventory.facets'> {
  const counted = reader.get<{ low: number | null; out: number | null }>(
    'SELECT sum(n) FILTER (WHERE state = 1) AS low, sum(n) FILTER (WHERE state = 2) AS out FROM stock_counts',
  );
  return {
    locations: reader
      .all<StoredRow>(`SELECT ${locationsTable.select()} FROM locations ORDER BY name, id LIMIT 1000`)
      .map(locationsTable.decode),
    categories: reader
      .all<{ category: string }>(
        'SELECT category FROM stock_counts GROUP BY category HAVING sum(n) > 0 ORDER BY category COLLATE NOCASE LIMIT 1000',
      )
      .map((row) => row.category),
    low: counted?.low ?? 0,
    out: counted?.out ?? 0,
    asOf: asOf(reader, ['inventory']),
  };
}

/** Returns an item with its levels, open reservations, and the thresholds that its levels may have. */
export function item(
  reader: Reader,
  { itemId }: MethodInput<'inventory.item'>,
): MethodOutput<'inventory.item'> {
  const stored = reader.get<StoredRow>(`SELECT ${itemsTable.select()} FROM items WHERE id = ?`, itemId);
  if (!stored)
    throw new ReadError({
      code: 'not_found',
      message: 'This item is not in the cache.',
      field: 'itemId',
    });
  const found = itemsTable.decode(stored);
  const levels = levelsOf(reader, found);
  const image = reader.get<{ image: string }>('SELECT image FROM item_images WHERE item_id = ?', itemId);
  return {
    item: found,
    image: image?.image ?? null,
    levels,
    reservations: reader
      .all<StoredRow>(
        `SELECT ${reservationsTable.select()} FROM reservations
         WHERE item_id = ? AND status IN ('active', 'committed') ORDER BY created_at DESC LIMIT 100`,
        itemId,
      )
      .map(reservationsTable.decode),
    thresholds: thresholdsOf(reader, found, levels),
    defaults: defaultLimits(reader),
    asOf: asOf(reader, ['inventory']),
  };
}

/** Returns items by their ids, and the limits that are set for each at all locations. */
export function itemsById(
  reader: Reader,
  { itemIds }: MethodInput<'inventory.items'>,
): MethodOutput<'inventory.items'> {
  const scopes = itemIds.map((itemId) => scopeKey({ itemId, locationId: null, category: null }));
  return {
    items: reader
      .all<StoredRow>(
        `SELECT ${itemsTable.select()} FROM items WHERE id IN (SELECT value FROM json_each(?)) ORDER BY sku LIMIT 500`,
        JSON.stringify(itemIds),
      )
      .map(itemsTable.decode),
    thresholds: thresholdsIn(reader, scopes),
    asOf: asOf(reader, ['inventory']),
  };
}

/** Returns the thresholds of every scope that an item's levels are in. */
function thresholdsOf(
  reader: Reader,
  { id, category }: Item,
  levels: readonly { readonly locationId: string }[],
): Threshold[] {
  const places = levels.length > 0 ? levels.map(({ locationId }) => locationId) : [''];
  return thresholdsIn(
    reader,
    places.flatMap((locationId) => scopeKeys(id, locationId, category)),
  );
}

type LevelView = MethodOutput<'inventory.item'>['levels'][number];

/** Returns the levels of an item, each with its limits and state. */
function levelsOf(reader: Reader, { id: itemId, category }: Item): LevelView[] {
  const pending = pendingStock(reader);
  const pendingAside = pendingStock(reader, 'deltaUnavailable');
  const parts = partsOf(reader, itemId);
  const expected = expectedLimits(reader);
  return reader
    .all<StoredRow & { location_name: string; low_at: number; out_at: number }>(
      `SELECT ${levelsTable.select('l')}, l.low_at, l.out_at, coalesce(o.name, l.location_id) AS location_name
       FROM levels l LEFT JOIN locations o ON o.id = l.location_id WHERE l.item_id = ? ORDER BY location_name LIMIT 1000`,
      itemId,
    )
    .map((row) => {
      const level = levelsTable.decode(row);
      const stored = { lowAt: row.low_at, outAt: row.out_at };
      const limits = expected({ itemId, locationId: level.locationId, category }, stored);
      return {
        ...level,
        ...limits,
        status: stockState(level, limits),
        locationName: row.location_name,
        pendingOnHand: pending.get(`${itemId}:${level.locationId}`) ?? 0,
        pendingUnavailable: pendingAside.get(`${itemId}:${level.locationId}`) ?? 0,
        setAside: parts.setAside.get(level.locationId) ?? [],
        lots: parts.lots.get(level.locationId) ?? 0,
      };
    });
}

/** Lists the ledger of an item, newest first, optionally of one location. Merges the newest movements of each level. */
export function ledger(
  reader: Reader,
  input: MethodInput<'inventory.ledger'>,
): MethodOutput<'inventory.ledger'> {
  const key = decodeCursor(input.after, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const levels = reader.all<{ k: number }>(
    'SELECT k FROM levels WHERE item_id = ? AND location_id = coalesce(?, location_id) LIMIT 1000',
    input.itemId,
    input.locationId,
  );
  const found = levels.flatMap(({ k }) =>
    reader.all<StoredRow & { seq: number; n: number }>(
      `SELECT ${MOVEMENT_COLUMNS} FROM levels l CROSS JOIN movements m ON m.level_k = l.k
       WHERE l.k = ? AND (m.seq, m.n) < (?, ?) ORDER BY m.seq DESC, m.n DESC LIMIT ?`,
      k,
      key[0],
      key[1],
      input.limit + 1,
    ),
  );
  found.sort((a, b) => b.seq - a.seq || b.n - a.n);
  const shown = found.slice(0, input.limit).map(movementsTable.decode);
  const codes = lotCodes(
    reader,
    shown.flatMap(({ lotId }) => lotId ?? []),
  );
  const rows = shown.map((movement) => ({ ...movement, lotCode: codes.get(movement.lotId ?? '') ?? null }));
  const last = rows.at(-1);
  return {
    rows,
    next: found.length > input.limit && last ? encodeCursor([last.seq, last.n]) : null,
    asOf: asOf(reader, ['inventory']),
    ...olderThan(reader, {
      channel: 'inventory',
      kind: 'movement',
      of: { kind: 'item', id: input.itemId },
      before: last ? JSON.stringify([last.seq, last.n]) : input.after && JSON.stringify(key),
      isLast: found.length <= input.limit,
      at: last?.at ?? null,
    }),
  };
}
