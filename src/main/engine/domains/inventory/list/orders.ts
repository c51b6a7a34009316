import type { MethodInput } from '#shared/bridge/index.ts';
import type { StockRow } from '#shared/bridge/inventory.ts';

type Input = MethodInput<'inventory.list'>;

/** A condition and its values. */
export interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** A row as it is read, with the keys that pages continue from. */
export interface Row extends Omit<StockRow, 'status' | 'pendingOnHand'> {
  readonly state: number;
  readonly k: number;
  readonly itemKey: number;
}

type Value = string | number;

/**
 * A sort order and the key of its pages. `walk` reads the rows in this order through an index; `scan` reads all levels, of which
 * the first are then kept. A scan that needs no columns of items leaves them out.
 */
export interface Order {
  readonly keys: readonly string[];
  readonly kinds: readonly ('string' | 'number')[];
  readonly from: string;
  readonly by: 'walk' | 'scan';
  readonly hasItems: boolean;
  readonly keyOf: (row: Row) => Value[];
}

const ITEM_OF_LEVEL = 'CROSS JOIN items i ON i.k = l.item_k';

/** An order by a column of items, through an index of them. */
function byItem(key: string, kind: 'string' | 'number', index: string, value: (row: Row) => Value): Order {
  return {
    keys: [key, 'i.k', 'l.location_id'],
    kinds: [kind, 'number', 'string'],
    from: `items i INDEXED BY ${index} CROSS JOIN levels l ON l.item_id = i.id`,
    by: 'walk',
    hasItems: true,
    keyOf: (row) => [value(row), row.itemKey, row.locationId],
  };
}

/** An order by a column of levels that has an index. */
function byLevel(column: string, index: string, value: (row: Row) => number): Order {
  return {
    keys: [`l.${column}`, 'l.k'],
    kinds: ['number', 'number'],
    from: `levels l INDEXED BY ${index} ${ITEM_OF_LEVEL}`,
    by: 'walk',
    hasItems: true,
    keyOf: (row) => [value(row), row.k],
  };
}

/** An order by an expression without an index. */
function byScan(key: string, hasItems: boolean, value: (row: Row) => number): Order {
  return {
    keys: [key, 'l.k'],
    kinds: ['number', 'number'],
    from: hasItems ? `levels l ${ITEM_OF_LEVEL}` : 'levels l',
    by: 'scan',
    hasItems,
    keyOf: (row) => [value(row), row.k],
  };
}

const byLocation: Order = {
  keys: ['o.name COLLATE NOCASE', 'o.id', 'l.k'],
  kinds: ['string', 'string', 'number'],
  from: `locations o INDEXED BY locations_by_name CROSS JOIN levels l INDEXED BY levels_by_location ON l.location_id = o.id ${ITEM_OF_LEVEL}`,
  by: 'walk',
  hasItems: true,
  keyOf: (row) => [row.locationName, row.locationId, row.k],
};

/** The sort orders of the stock list. Unknown barcodes and costs come first. */
export const ORDERS: Readonly<Record<Input['sort'], Order>> = {
  name: byItem('i.name COLLATE NOCASE', 'string', 'items_by_name', (row) => row.name),
  sku: byItem('i.sku COLLATE NOCASE', 'string', 'items_by_sku', (row) => row.sku),
  barcode: byItem("coalesce(i.barcode, '')", 'string', 'items_by_barcode', (row) => row.barcode ?? ''),
  category: byItem('i.category COLLATE NOCASE', 'string', 'items_by_category_name', (row) => row.category),
  price: byItem('i.price', 'number', 'items_by_price', (row) => row.price),
  cost: byItem('coalesce(i.cost, -1)', 'number', 'items_by_cost', (row) => row.cost ?? -1),
  location: byLocation,
  available: byLevel('available', 'levels_by_available', (row) => row.available),
  onHand: byLevel('on_hand', 'levels_by_on_hand', (row) => row.onHand),
  updated: byLevel('seq', 'levels_by_update', (row) => row.seq),
  committed: byScan('l.committed', false, (row) => row.committed),
  unavailable: byScan('l.unavailable', false, (row) => row.unavailable),
  incoming: byScan('l.incoming', false, (row) => row.incoming),
  lowAt: byScan('l.low_at', false, (row) => row.lowAt),
  status: byScan('l.state', false, (row) => row.state),
  value: byScan('coalesce(l.on_hand * i.cost, -1)', true, (row) =>
    row.cost === null ? -1 : row.onHand * row.cost,
  ),
};

/** Returns the condition that `(a, b, c)` comes after a key. The separate first term lets SQLite seek in the index. */
export function afterKey(order: Order, direction: Input['direction'], key: readonly Value[]): Clause {
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
