import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { StockRow } from '#shared/bridge/inventory.ts';
import { type StockLimits, stockState } from '#shared/domain/inventory.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { pendingStock } from './effects.ts';
import { afterKey, type Clause, ORDERS, type Order, type Row } from './list/orders.ts';
import { filtersOf, type Source, sourceOf } from './list/source.ts';
import { expectedLimits } from './thresholds.ts';

type Input = MethodInput<'inventory.list'>;
type Filters = Omit<Input, 'after' | 'limit'>;

const STATES = ['ok', 'low', 'out'] as const;

const COLUMNS = `l.k, i.k AS itemKey, l.item_id AS itemId, i.sku, i.name, i.category, i.barcode, i.price, i.cost, i.currency, i.backorder_limit AS backorderLimit,
  l.location_id AS locationId, coalesce(o.name, l.location_id) AS locationName, l.on_hand AS onHand, l.committed, l.unavailable,
  l.incoming, l.available, l.low_at AS lowAt, l.out_at AS outAt, l.state, l.seq, l.at`;

interface Query {
  readonly order: Order;
  readonly source: Source;
  readonly base: readonly Clause[];
  readonly sorted: string;
  readonly filters: Filters;
}

function queryOf(reader: Reader, input: Filters): Query {
  const order = ORDERS[input.sort];
  const source = sourceOf(reader, input, order);
  // A small source is sorted by the names of locations without having read them.
  const from =
    input.sort === 'location' && !source.hasLocations
      ? `${source.from} CROSS JOIN locations o ON o.id = l.location_id`
      : source.from;
  const needsItems = order.hasItems && !source.hasItems;
  return {
    order,
    source: { ...source, from: needsItems ? `${from} CROSS JOIN items i ON i.k = l.item_k` : from },
    base: [...source.where, ...filtersOf(input, source)],
    sorted: order.keys.map((column) => `${column} ${input.direction}`).join(', '),
    filters: input,
  };
}

function join(clauses: readonly Clause[]): { readonly where: string; readonly params: readonly unknown[] } {
  return {
    where: clauses
      .filter((c) => c.sql !== '')
      .map((c) => c.sql)
      .join(' AND '),
    params: clauses.flatMap((c) => c.params),
  };
}

/** Adds the condition that rows come after a page's key. */
function after({ order, base }: Query, input: Pick<Input, 'after' | 'direction'>): Clause[] {
  const key = decodeCursor(input.after, order.kinds);
  return key ? [...base, afterKey(order, input.direction, key)] : [...base];
}

function totalOf(reader: Reader, { source: { total }, filters }: Query): number {
  if (typeof total === 'number') return total;
  const { where, params } = join([...total.where, ...filtersOf(filters, total)]);
  return (
    reader.get<{ n: number }>(`SELECT count(*) AS n FROM ${total.from} WHERE ${where}`, ...params)?.n ?? 0
  );
}

/**
 * Lists items by location; with `archived`, those of archived items only. `total` is exact. The rows of a page are found first,
 * by what they are sorted and filtered by, and then read.
 */
export function stockList(reader: Reader, input: Input): MethodOutput<'inventory.list'> {
  const query = queryOf(reader, input);
  const { order, source, sorted } = query;
  const { where, params } = join(after(query, input));
  const rows = reader.all<Row>(
    `SELECT ${COLUMNS} FROM (SELECT l.k AS found FROM ${source.from} WHERE ${where} ORDER BY ${sorted} LIMIT ?)
     CROSS JOIN levels l ON l.k = found CROSS JOIN items i ON i.k = l.item_k
     LEFT JOIN locations o ON o.id = l.location_id ORDER BY ${sorted}`,
    ...params,
    input.limit + 1,
  );
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  const pending = shown.length > 0 ? pendingStock(reader) : new Map<string, number>();
  const expected = expectedLimits(reader);
  return {
    rows: shown.map((row) => toStockRow(row, pending, expected(row, row))),
    next: rows.length > input.limit && last ? encodeCursor(order.keyOf(last)) : null,
    total: totalOf(reader, query),
    asOf: asOf(reader, ['inventory']),
  };
}

/** Lists the keys that the following pages begin after, so that a distant page is reached without reading those before it. */
export function stockPageKeys(
  reader: Reader,
  { pageRows, pages, ...input }: MethodInput<'inventory.page_keys'>,
): MethodOutput<'inventory.page_keys'> {
  const query = queryOf(reader, input);
  const { order, source, sorted } = query;
  const { where, params } = join(after(query, input));
  const rows = reader.all<Row>(
    `SELECT ${COLUMNS} FROM (
       SELECT k AS found FROM (
         SELECT l.k, row_number() OVER (ORDER BY ${sorted}) AS n FROM ${source.from} WHERE ${where} ORDER BY ${sorted} LIMIT ?
       ) WHERE n % ? = 0
     ) CROSS JOIN levels l ON l.k = found CROSS JOIN items i ON i.k = l.item_k
     LEFT JOIN locations o ON o.id = l.location_id ORDER BY ${sorted}`,
    ...params,
    pageRows * pages,
    pageRows,
  );
  const keys: string[] = [];
  for (const row of rows) {
    const key = encodeCursor(order.keyOf(row));
    if (key === null) break;
    keys.push(key);
  }
  return { keys, asOf: asOf(reader, ['inventory']) };
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
