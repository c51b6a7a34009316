import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { type StockLimits, stockState } from '#shared/domain/inventory.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { findsTooMuch, ftsQuery, likePatterns, searchTerms, type Term } from '../../store/text.ts';
import { pendingStock } from './effects.ts';
import { STATE } from './levels.ts';
import { expectedLimits } from './thresholds.ts';

type Input = MethodInput<'inventory.list'>;

/**
 * The maximum number of candidates to sort. If there are more, scanning the list in order and filtering is fast, because
 * it soon fills a page.
 */
const MAX_SORTED = 4_000;
/** The maximum number of items that a search finds. A total of this number means this number or more. */
const MAX_FOUND = 1_000;

const STATES = ['ok', 'low', 'out'] as const;

interface Row extends Omit<StockRow, 'status' | 'pendingOnHand'> {
  readonly state: number;
  readonly k: number;
  readonly itemKey: number;
}

const COLUMNS = `l.k, i.k AS itemKey, l.item_id AS itemId, i.sku, i.name, i.category, i.price, i.currency, l.location_id AS locationId,
  coalesce(o.name, l.location_id) AS locationName, l.on_hand AS onHand, l.committed, l.unavailable, l.incoming, l.available, l.low_at AS lowAt, l.out_at AS outAt,
  l.state, l.seq`;

/** The order of a sort and the key of its pages. Text sorts scan items, the others scan levels. */
interface Order {
  readonly keys: readonly string[];
  readonly kinds: readonly ('string' | 'number')[];
  readonly walk: string;
  readonly keyOf: (row: Row) => (string | number)[];
}

const byText = (column: 'name' | 'sku'): Order => ({
  keys: [`i.${column} COLLATE NOCASE`, 'i.k', 'l.location_id'],
  kinds: ['string', 'number', 'string'],
  walk: `items i INDEXED BY items_by_${column} CROSS JOIN levels l ON l.item_id = i.id`,
  keyOf: (row) => [row[column], row.itemKey, row.locationId],
});
const byNumber = (column: string, index: string, value: (row: Row) => number): Order => ({
  keys: [`l.${column}`, 'l.k'],
  kinds: ['number', 'number'],
  walk: `levels l INDEXED BY ${index} CROSS JOIN items i ON i.k = l.item_k`,
  keyOf: (row) => [value(row), row.k],
});

const ORDERS: Readonly<Record<Input['sort'], Order>> = {
  name: byText('name'),
  sku: byText('sku'),
  available: byNumber('available', 'levels_by_available', (row) => row.available),
  onHand: byNumber('on_hand', 'levels_by_on_hand', (row) => row.onHand),
  updated: byNumber('seq', 'levels_by_update', (row) => row.seq),
};

interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Returns the condition that `(a, b, c)` comes after a key. The separate first term lets SQLite seek in the index. */
function afterKey(order: Order, direction: Input['direction'], key: readonly (string | number)[]): Clause {
  const op = direction === 'asc' ? '>' : '<';
  const alternatives = order.keys.map((_, i) => {
    const terms = order.keys.slice(0, i + 1).map((column, j) => `${column} ${j === i ? op : '='} ?`);
    return { sql: `(${terms.join(' AND ')})`, params: key.slice(0, i + 1) };
  });
  return {
    sql: `${order.keys[0]} ${op}= ? AND (${alternatives.map((a) => a.sql).join(' OR ')})`,
    params: [key[0], ...alternatives.flatMap((a) => a.params)],
  };
}

/** The source of the rows: a set small enough to sort, or the whole list in order. */
interface Source {
  readonly from: string;
  readonly where: readonly Clause[];
  readonly total: number | null;
}

function filters(input: Input): Clause[] {
  const clauses: Clause[] = [{ sql: 'l.state < 3', params: [] }];
  if (input.locationId !== null) clauses.push({ sql: 'l.location_id = ?', params: [input.locationId] });
  if (input.category !== null) clauses.push({ sql: 'i.category = ?', params: [input.category] });
  if (input.status !== 'any') clauses.push({ sql: 'l.state = ?', params: [STATE[input.status]] });
  return clauses;
}

function countOf(
  reader: Reader,
  locationId: string | null,
  category: string | null,
  state: number | null,
): number {
  const row = reader.get<{ n: number | null }>(
    'SELECT sum(n) AS n FROM stock_counts WHERE location_id = coalesce(?, location_id) AND category = coalesce(?, category) AND state = coalesce(?, state)',
    locationId,
    category,
    state,
  );
  return row?.n ?? 0;
}

/** Compares the words of an item with the terms. */
function likeTerms(terms: readonly Term[]): Clause[] {
  return likePatterns(terms).map((pattern) => ({ sql: `' ' || i.words || ' ' LIKE ?`, params: [pattern] }));
}

function searched(reader: Reader, terms: readonly Term[], order: Order): Source {
  const found = reader.all<{ k: number }>(
    `SELECT rowid AS k FROM items_fts WHERE items_fts MATCH ? LIMIT ${MAX_FOUND + 1}`,
    ftsQuery(terms),
  );
  if (found.length <= MAX_FOUND) {
    const from = 'json_each(?) c CROSS JOIN items i ON i.k = c.value CROSS JOIN levels l ON l.item_id = i.id';
    const keys = { sql: '', params: [JSON.stringify(found.map((row) => row.k))] };
    return { from, where: [keys, ...(findsTooMuch(terms) ? likeTerms(terms) : [])], total: null };
  }
  return { from: order.walk, where: likeTerms(terms), total: MAX_FOUND };
}

function source(reader: Reader, input: Input, order: Order): Source {
  const terms = searchTerms(input.search);
  if (terms.length > 0) return searched(reader, terms, order);
  const { locationId, category, status } = input;
  const state = status === 'any' ? null : STATE[status];
  const total = countOf(reader, locationId, category, state);
  if (state !== null && state !== STATE.ok && countOf(reader, null, null, state) <= MAX_SORTED) {
    // SQLite uses the partial index only if the query repeats its condition.
    return {
      from: 'levels l INDEXED BY levels_not_ok CROSS JOIN items i ON i.k = l.item_k',
      where: [{ sql: 'l.state IN (1, 2)', params: [] }],
      total,
    };
  }
  if (category !== null && countOf(reader, null, category, null) <= MAX_SORTED) {
    return {
      from: 'items i INDEXED BY items_by_category CROSS JOIN levels l ON l.item_id = i.id',
      where: [],
      total,
    };
  }
  if (locationId !== null && countOf(reader, locationId, null, null) <= MAX_SORTED) {
    return {
      from: 'levels l INDEXED BY levels_by_location CROSS JOIN items i ON i.k = l.item_k',
      where: [],
      total,
    };
  }
  return { from: order.walk, where: [], total };
}

/**
 * Lists items by location, without archived ones. `total` is exact, except for a search that matches more than 1,000 items,
 * whose total is 1,000.
 */
export function stockList(reader: Reader, input: Input): MethodOutput<'inventory.list'> {
  const order = ORDERS[input.sort];
  const key = decodeCursor(input.after, order.kinds);
  const from = source(reader, input, order);
  const base = [...from.where, ...filters(input)];
  const join = (clauses: readonly Clause[]): { where: string; params: unknown[] } => ({
    where: clauses
      .filter((c) => c.sql !== '')
      .map((c) => c.sql)
      .join(' AND '),
    params: clauses.flatMap((c) => c.params),
  });
  const { where, params } = join(key ? [...base, afterKey(order, input.direction, key)] : base);
  const sorted = order.keys.map((column) => `${column} ${input.direction}`).join(', ');
  const rows = reader.all<Row>(
    `SELECT ${COLUMNS} FROM ${from.from} LEFT JOIN locations o ON o.id = l.location_id WHERE ${where} ORDER BY ${sorted} LIMIT ?`,
    ...params,
    input.limit + 1,
  );
  const counted = join(base);
  const total =
    from.total ??
    reader.get<{ n: number }>(
      `SELECT count(*) AS n FROM ${from.from} WHERE ${counted.where}`,
      ...counted.params,
    )?.n ??
    0;
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const pending = shown.length > 0 ? pendingStock(reader) : new Map<string, number>();
  const expected = expectedLimits(reader);
  return {
    rows: shown.map((row) => toStockRow(row, pending, expected(row, row))),
    next: rows.length > input.limit && last ? encodeCursor(order.keyOf(last)) : null,
    total,
    asOf: asOf(reader, ['inventory']),
  };
}

function toStockRow(
  { k: _k, itemKey: _itemKey, state, ...row }: Row,
  pending: ReadonlyMap<string, number>,
  { lowAt, outAt }: StockLimits,
): StockRow {
  const changed = lowAt !== row.lowAt || outAt !== row.outAt;
  return {
    ...row,
    lowAt,
    outAt,
    pendingOnHand: pending.get(`${row.itemId}:${row.locationId}`) ?? 0,
    status: changed ? stockState(row, { lowAt, outAt }) : (STATES[state] ?? 'ok'),
  };
}
