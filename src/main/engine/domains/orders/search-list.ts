import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_COUNTED_ORDERS, type OrderSummary } from '#shared/bridge/orders.ts';
import { isOverdue, OVERDUE_MS, paymentStateOf, TO_FULFIL } from '#shared/domain/order-list.ts';
import { ORDER_STATUSES, type OrderStatus } from '#shared/domain/orders.ts';
import { partlyShipped, shippedCounts } from '#shared/domain/shipments.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { holds } from '../../store/held.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, counter, decodeCursor, encodeCursor, meta, type Reader } from '../../store/reader.ts';
import { findsTooMuch, ftsQuery, likePatterns, searchTerms } from '../../store/text.ts';
import { changesOrder, pendingOrders, withEffects } from './effects.ts';
import {
  afterKey,
  type Clause,
  clausesOf,
  isCountedUpTo,
  SORT_COLUMNS,
  SORT_TYPES,
  sortedBy,
  walkOf,
} from './list-clauses.ts';
import { statusCounter } from './orders-projection.ts';
import { ordersTable } from './tables.ts';

type Input = MethodInput<'orders.search'>;

/**
 * The maximum number of orders that a search looks up and sorts. If more match, walking the list in order and comparing words soon
 * fills a page. A total of this number means this number or more.
 */
const MAX_FOUND = MAX_COUNTED_ORDERS;

/** Where the rows come from: orders that were found, or all of them in order of an index. */
interface Source {
  readonly from: string;
  readonly clauses: readonly Clause[];
  /** The total, where it is known without counting. */
  readonly total: number | null;
}

function sourceOf(reader: Reader, input: Input): Source {
  const terms = searchTerms(input.search);
  const walk = walkOf(input);
  if (terms.length === 0) {
    const counted = input.customerId === null && input.from === null && input.to === null;
    const known = counted && !isCountedUpTo(input);
    return { from: walk, clauses: [], total: known ? countOf(reader, input.status) : null };
  }
  const like = likePatterns(terms).map((pattern) => ({
    sql: `' ' || o.words || ' ' LIKE ?`,
    params: [pattern],
  }));
  const found = reader.all<{ k: number }>(
    `SELECT rowid AS k FROM orders_fts WHERE orders_fts MATCH ? LIMIT ${MAX_FOUND + 1}`,
    ftsQuery(terms),
  );
  if (found.length > MAX_FOUND) return { from: walk, clauses: like, total: MAX_FOUND };
  return {
    from: 'json_each(?) f CROSS JOIN orders o ON o.k = f.value',
    clauses: [
      { sql: '', params: [JSON.stringify(found.map(({ k }) => k))] },
      ...(findsTooMuch(terms) ? like : []),
    ],
    total: null,
  };
}

function countOf(reader: Reader, status: Input['status']): number {
  const statuses: readonly OrderStatus[] = status === 'any' ? ORDER_STATUSES : [status];
  return statuses.reduce((sum, one) => sum + counter(reader, statusCounter(one)), 0);
}

function joined(clauses: readonly Clause[]): { readonly where: string; readonly params: unknown[] } {
  const conditions = clauses.filter(({ sql }) => sql !== '').map(({ sql }) => sql);
  return { where: ['1', ...conditions].join(' AND '), params: clauses.flatMap(({ params }) => params) };
}

function totalOf(reader: Reader, input: Input, { from, total }: Source, clauses: readonly Clause[]): number {
  if (total !== null) return total;
  const { where, params } = joined(clauses);
  const rows = isCountedUpTo(input)
    ? `(SELECT 1 FROM ${from} WHERE ${where} LIMIT ${MAX_COUNTED_ORDERS})`
    : `${from} WHERE ${where}`;
  return reader.get<{ n: number }>(`SELECT count(*) AS n FROM ${rows}`, ...params)?.n ?? 0;
}

type Stored = StoredRow & { readonly k: number; readonly location_name: string | null };

/** A page of stored orders, with what is known of the list. */
interface Found {
  readonly rows: readonly Stored[];
  readonly next: string | null;
  readonly total: number;
  readonly isLast: boolean;
}

function find(reader: Reader, input: Input, now: number): Found {
  const key = decodeCursor(input.after, SORT_TYPES[input.sort]);
  const source = sourceOf(reader, input);
  const base = [...source.clauses, ...clausesOf(input, meta(reader, 'time_zone') ?? 'UTC', now)];
  const page = joined(key ? [...base, afterKey(input, key)] : base);
  const found = reader.all<Stored>(
    `SELECT o.k, ${ordersTable.select('o')}, (SELECT l.name FROM locations l WHERE l.id = o.location_id) AS location_name
     FROM ${source.from} WHERE ${page.where} ORDER BY ${sortedBy(input)} LIMIT ?`,
    ...page.params,
    input.limit + 1,
  );
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const isLast = found.length <= input.limit;
  return {
    rows,
    next: !isLast && last ? encodeCursor(SORT_COLUMNS[input.sort].map((name) => keyPart(last, name))) : null,
    total: totalOf(reader, input, source, base),
    isLast,
  };
}

function keyPart(row: Stored, column: string): string | number {
  const value = row[column.slice(2)];
  return typeof value === 'number' ? value : String(value ?? '');
}

/** Lists orders by status, location, payment, customer, days, amount and words. */
export function searchOrders(reader: Reader, input: Input, now: number): MethodOutput<'orders.search'> {
  const { rows, next, total, isLast } = find(reader, input, now);
  const pending = rows.length > 0 ? pendingOrders(reader) : new Map<string, never[]>();
  const last = rows.at(-1);
  return {
    rows: rows.map((row) => summaryOf(reader, row, pending, now)),
    next,
    total,
    asOf: asOf(reader, ['orders']),
    ...(input.search === '' && input.sort === 'placed' && input.direction === 'desc'
      ? olderThan(reader, {
          channel: 'orders',
          kind: 'order',
          of: input.customerId === null ? null : { kind: 'customer', id: input.customerId },
          before: null,
          isLast,
          at: last ? ordersTable.decode(last).placedAt : null,
        })
      : {}),
  };
}

function summaryOf(
  reader: Reader,
  row: Stored,
  pending: ReturnType<typeof pendingOrders> | ReadonlyMap<string, never[]>,
  now: number,
): OrderSummary {
  const stored = ordersTable.decode(row);
  const { lines, shipped: _, ...order } = stored;
  const effects = (pending.get(order.id) ?? []).filter(changesOrder);
  const account = accountOf(reader, order);
  const stands = withEffects(
    {
      ...{ status: order.status, ordered: lines, shipped: shippedCounts(stored) },
      ...{ ...account, ...NOTHING },
    },
    effects,
  );
  const { status, shipped } = stands;
  return {
    ...order,
    status,
    partly: partlyShipped({ status, lines, shipped: [...shipped] }),
    lineCount: lines.length,
    firstLine: lines[0]?.name ?? null,
    locationName: row.location_name ?? order.locationId,
    payment: isHeld(reader, order) ? paymentStateOf(stands, { ...stands, disputed: account.disputed }) : null,
    overdue: isOverdue({ ...order, status }, now),
    pending: effects.length > 0,
  };
}

const NOTHING = { returned: [], lines: [] } as const;

/** Returns orders as they are exported: as the server has confirmed them. */
export function exportOrders(
  reader: Reader,
  input: MethodInput<'orders.export'>,
  now: number,
): MethodOutput<'orders.export'> {
  const { rows, next, total } = find(reader, input, now);
  return {
    rows: rows.map((row) => {
      const order = ordersTable.decode(row);
      const locationName = row.location_name ?? order.locationId;
      if (!isHeld(reader, order)) return { order, locationName, paid: null, refunded: null, payment: null };
      const account = accountOf(reader, order);
      const { paid, refunded } = account;
      return { order, locationName, paid, refunded, payment: paymentStateOf(order, account) };
    }),
    next,
    total,
    asOf: asOf(reader, ['orders', 'payments']),
  };
}

/** Whether all payments of an order are in the cache, which may hold older orders than payments. None is older than its order. */
function isHeld(reader: Reader, { placedAt }: Pick<OrderSummary, 'placedAt'>): boolean {
  return holds(reader, 'payments', 'payment', placedAt);
}

/** Counts the cached orders by status, and those that are overdue. */
export function orderCounts(reader: Reader, _input: unknown, now: number): MethodOutput<'orders.counts'> {
  const count = (status: OrderStatus): number => counter(reader, statusCounter(status));
  const overdue = reader.get<{ n: number }>(
    `SELECT count(*) AS n FROM orders INDEXED BY orders_by_status
     WHERE status IN (SELECT value FROM json_each(?)) AND placed_at < ?`,
    JSON.stringify(TO_FULFIL),
    now - OVERDUE_MS,
  );
  return {
    statuses: {
      placed: count('placed'),
      paid: count('paid'),
      fulfilled: count('fulfilled'),
      cancelled: count('cancelled'),
      refunded: count('refunded'),
    },
    overdue: overdue?.n ?? 0,
    asOf: asOf(reader, ['orders']),
  };
}

/**
 * What is disputed of a disputed payment: by the dispute that is open, or by the one about all of it that was lost. Of an older dispute
 * that is not held, it is all of the payment.
 */
const DISPUTED = `coalesce((SELECT sum(d.amount) FROM disputes d WHERE d.order_id = payments.order_id AND d.payment_id = payments.id
  AND (d.closed_at IS NULL OR (d.status <> 'won' AND d.amount = payments.amount))), amount)`;

/** Returns what was paid for an order, and what of it was refunded and disputed, minor units of its currency. */
export function accountOf(
  reader: Reader,
  { id, currency }: Pick<OrderSummary, 'id' | 'currency'>,
): { readonly paid: number; readonly refunded: number; readonly disputed: number } {
  const sums = reader.get<Record<'paid' | 'refunded' | 'disputed', number | null>>(
    `SELECT sum(amount) FILTER (WHERE kind = 'payment') AS paid, sum(amount) FILTER (WHERE kind = 'refund') AS refunded,
       sum(${DISPUTED}) FILTER (WHERE status = 'disputed') AS disputed
     FROM payments WHERE order_id = ? AND status <> 'failed' AND currency = ?`,
    id,
    currency,
  );
  return { paid: sums?.paid ?? 0, refunded: sums?.refunded ?? 0, disputed: sums?.disputed ?? 0 };
}
