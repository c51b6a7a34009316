import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { OrderSummary } from '#shared/bridge/orders.ts';
import { startOfCalendarDay } from '#shared/domain/days.ts';
import { ORDER_STATUSES, type OrderStatus } from '#shared/domain/orders.ts';
import { partlyShipped, type Shipped } from '#shared/domain/shipments.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, counter, decodeCursor, encodeCursor, meta, type Reader } from '../../store/reader.ts';
import { findsTooMuch, ftsQuery, likePatterns, searchTerms } from '../../store/text.ts';
import { changesOrder, pendingOrders, withEffects } from './effects.ts';
import { statusCounter } from './orders-projection.ts';

type Input = MethodInput<'orders.search'>;

/**
 * The maximum number of orders that a search looks up and sorts. If more match, walking the list in order and comparing words soon
 * fills a page. A total of this number means this number or more.
 */
const MAX_FOUND = 5_000;

interface Row {
  readonly k: number;
  readonly id: string;
  readonly number: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly total: number;
  readonly currency: string;
  readonly status: OrderSummary['status'];
  readonly placedAt: number;
  readonly lineCount: number;
  readonly firstLine: string | null;
  readonly shipped: string;
  /** How much of each line was ordered, while it is needed: where something has left of an order that is still open. */
  readonly ordered: string | null;
}

const ORDERED = `(SELECT json_group_array(quantity) FROM (SELECT value ->> 'quantity' AS quantity FROM json_each(o.lines) ORDER BY key))`;
const COLUMNS = `o.k, o.id, o.number, o.customer_id AS customerId, o.customer_name AS customerName, o.customer_email AS customerEmail,
  o.total, o.currency, o.status, o.placed_at AS placedAt, json_array_length(o.lines) AS lineCount, o.lines ->> '$[0].name' AS firstLine,
  o.shipped, iif(o.status = 'paid' AND o.shipped <> '[]', ${ORDERED}, NULL) AS ordered`;

interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Where the rows come from: orders that were found, or all of them in order of an index. */
interface Source {
  readonly from: string;
  readonly clauses: readonly Clause[];
  /** The total, where it is known without counting. */
  readonly total: number | null;
}

function filtersOf(input: Input, timeZone: string): Clause[] {
  const clauses: Clause[] = [];
  if (input.status !== 'any') clauses.push({ sql: 'o.status = ?', params: [input.status] });
  if (input.customerId !== null) clauses.push({ sql: 'o.customer_id = ?', params: [input.customerId] });
  if (input.from !== null)
    clauses.push({ sql: 'o.placed_at >= ?', params: [startOfCalendarDay(input.from, timeZone)] });
  if (input.to !== null)
    clauses.push({ sql: 'o.placed_at < ?', params: [startOfCalendarDay(input.to, timeZone, 1)] });
  return clauses;
}

/** Returns the index in which the rows that a filter leaves are in order. */
function walkOf({ customerId, status }: Input): string {
  if (customerId !== null) return 'orders o INDEXED BY orders_by_customer';
  return status === 'any' ? 'orders o INDEXED BY orders_by_time' : 'orders o INDEXED BY orders_by_status';
}

function sourceOf(reader: Reader, input: Input): Source {
  const terms = searchTerms(input.search);
  const walk = walkOf(input);
  if (terms.length === 0) {
    const counted = input.customerId === null && input.from === null && input.to === null;
    return { from: walk, clauses: [], total: counted ? countOf(reader, input.status) : null };
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

/** Lists orders, newest first, by status, customer, days and words. */
export function searchOrders(reader: Reader, input: Input): MethodOutput<'orders.search'> {
  const key = decodeCursor(input.after, ['number', 'number']);
  const source = sourceOf(reader, input);
  const base = [...source.clauses, ...filtersOf(input, meta(reader, 'time_zone') ?? 'UTC')];
  const page = joined(key ? [...base, { sql: '(o.placed_at, o.k) < (?, ?)', params: key }] : base);
  const found = reader.all<Row>(
    `SELECT ${COLUMNS} FROM ${source.from} WHERE ${page.where} ORDER BY o.placed_at DESC, o.k DESC LIMIT ?`,
    ...page.params,
    input.limit + 1,
  );
  const all = joined(base);
  const total =
    source.total ??
    reader.get<{ n: number }>(`SELECT count(*) AS n FROM ${source.from} WHERE ${all.where}`, ...all.params)
      ?.n ??
    0;
  const shown = found.slice(0, input.limit);
  const last = shown.at(-1);
  const isLast = found.length <= input.limit;
  return {
    rows: summaries(reader, shown),
    next: !isLast && last ? encodeCursor([last.placedAt, last.k]) : null,
    total,
    asOf: asOf(reader, ['orders']),
    ...(input.search === ''
      ? olderThan(reader, {
          channel: 'orders',
          kind: 'order',
          of: input.customerId === null ? null : { kind: 'customer', id: input.customerId },
          before: null,
          isLast,
          at: last?.placedAt ?? null,
        })
      : {}),
  };
}

function summaries(reader: Reader, rows: readonly Row[]): OrderSummary[] {
  const pending = rows.length > 0 ? pendingOrders(reader) : new Map<string, never[]>();
  return rows.map((found) => {
    const { k: _k, customerId, customerName, customerEmail, shipped: _s, ordered: _o, ...row } = found;
    const effects = (pending.get(row.id) ?? []).filter(changesOrder);
    const before = { status: row.status, ...quantitiesOf(reader, found, effects.length > 0) };
    const { status, shipped } =
      effects.length === 0
        ? before
        : withEffects({ ...before, ...accountOf(reader, row), ...NOTHING }, effects);
    const now = { status, lines: before.ordered, shipped: [...shipped] };
    return {
      ...row,
      status,
      partly: partlyShipped(now),
      pending: effects.length > 0,
      customer:
        customerId === null || customerName === null
          ? null
          : { id: customerId, name: customerName, email: customerEmail },
    };
  });
}

const NOTHING = { returned: [], lines: [] } as const;

/** Returns what was ordered of each line and what has left; nothing where it does not matter. */
function quantitiesOf(
  reader: Reader,
  { id, shipped, ordered }: Pick<Row, 'id' | 'shipped' | 'ordered'>,
  needed: boolean,
): { readonly ordered: Shipped['lines']; readonly shipped: readonly number[] } {
  const text =
    ordered ??
    (needed
      ? reader.get<{ ordered: string }>(`SELECT ${ORDERED} AS ordered FROM orders o WHERE id = ?`, id)
          ?.ordered
      : null);
  const quantities: number[] = JSON.parse(text ?? '[]');
  const lines = quantities.map((quantity) => ({ itemId: '', quantity }));
  return { ordered: lines, shipped: text == null ? [] : JSON.parse(shipped) };
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
