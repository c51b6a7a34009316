import { startOfCalendarDay } from '#shared/domain/days.ts';
import { type OrderFilters, OVERDUE_MS, TO_FULFIL } from '#shared/domain/order-list.ts';

/** A condition and the values of its parameters. */
export interface Clause {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Orders of which something was refunded. The partial index is used where its condition stands in these words. */
const REFUNDED = `o.id IN (SELECT order_id FROM payments INDEXED BY payments_refunds
  WHERE kind = 'refund' AND status <> 'failed' AND amount > 0)`;

/** Orders of which a payment is disputed. Only that of orders with a dispute can be. */
const DISPUTED = `EXISTS (SELECT 1 FROM payments p INDEXED BY payments_by_order WHERE p.order_id = o.id AND p.status = 'disputed')`;

/** The sums of an order's payments and refunds, in its currency. */
const sumOf = (kind: 'payment' | 'refund'): string =>
  `coalesce((SELECT sum(p.amount) FROM payments p INDEXED BY payments_by_order WHERE p.order_id = o.id AND p.kind = '${kind}'
    AND p.status <> 'failed' AND p.currency = o.currency), 0)`;

/**
 * The orders of each payment state, as `paymentStateOf` says; a test compares them. They begin with what is cheap: few orders wait for
 * a payment, and few are refunded.
 */
const PAYMENT: Readonly<Record<Exclude<OrderFilters['payment'], 'any'>, string>> = {
  unpaid: `o.status = 'placed' AND ${sumOf('payment')} <= ${sumOf('refund')}`,
  partly_paid: `o.status = 'placed' AND ${sumOf('payment')} > ${sumOf('refund')}`,
  paid: `(o.status IN ('paid', 'fulfilled') OR (o.status = 'cancelled' AND ${sumOf('payment')} > 0)) AND NOT ${REFUNDED}
    AND NOT ${DISPUTED}`,
  disputed: `o.status <> 'placed' AND o.id IN (SELECT order_id FROM disputes) AND ${DISPUTED}`,
  partly_refunded: `o.status <> 'placed' AND ${REFUNDED} AND ${sumOf('refund')} < ${sumOf('payment')} AND NOT ${DISPUTED}`,
  refunded: `o.status <> 'placed' AND (o.status = 'refunded' OR ${REFUNDED})
    AND NOT (${REFUNDED} AND ${sumOf('refund')} < ${sumOf('payment')}) AND NOT ${DISPUTED}`,
};

/** Returns the conditions of a list's filters, without its words. */
export function clausesOf(filters: OrderFilters, timeZone: string, now: number): Clause[] {
  const { status, customerId, locationId, payment, overdue, partly, from, to, amount } = filters;
  const clauses: Clause[] = [];
  const add = (sql: string, ...params: unknown[]): void => void clauses.push({ sql, params });
  if (status !== 'any') add('o.status = ?', status);
  if (customerId !== null) add('o.customer_id = ?', customerId);
  if (locationId !== null) add('o.location_id = ?', locationId);
  if (payment !== 'any') add(PAYMENT[payment]);
  if (overdue)
    add(
      'o.status IN (SELECT value FROM json_each(?)) AND o.placed_at < ?',
      JSON.stringify(TO_FULFIL),
      now - OVERDUE_MS,
    );
  // As `isPartlyFulfilled` says of orders that the server has confirmed; a test compares them.
  if (partly) add(`o.status = 'paid' AND o.shipped <> '[]'`);
  if (from !== null) add('o.placed_at >= ?', startOfCalendarDay(from, timeZone));
  if (to !== null) add('o.placed_at < ?', startOfCalendarDay(to, timeZone, 1));
  if (amount !== null) {
    add('o.currency = ?', amount.currency);
    if (amount.least !== null) add('o.total >= ?', amount.least);
    if (amount.most !== null) add('o.total <= ?', amount.most);
  }
  return clauses;
}

/** The status that all orders which filters leave have; `any` if they may differ. */
export function statusOf({ status, overdue, partly, payment }: OrderFilters): OrderFilters['status'] {
  if (status !== 'any') return status;
  const [only, ...others] = overdue || partly ? TO_FULFIL : [];
  if (only !== undefined && others.length === 0) return only;
  return payment === 'unpaid' || payment === 'partly_paid' ? 'placed' : 'any';
}

/** Whether the filters are more than a status, which the counters count, and days and a customer, which an index counts. */
export function isCountedUpTo({
  search,
  locationId,
  payment,
  overdue,
  partly,
  amount,
}: OrderFilters): boolean {
  return search !== '' || locationId !== null || payment !== 'any' || overdue || partly || amount !== null;
}

/** The columns of each sort order, which end in the key of the row. */
export const SORT_COLUMNS = {
  placed: ['o.placed_at', 'o.k'],
  number: ['o.number', 'o.k'],
  total: ['o.currency', 'o.total', 'o.placed_at', 'o.k'],
} as const satisfies Readonly<Record<OrderFilters['sort'], readonly string[]>>;

/** The types of the values of each sort order's position. */
export const SORT_TYPES = {
  placed: ['number', 'number'],
  number: ['string', 'number'],
  total: ['string', 'number', 'number', 'number'],
} as const;

/** Returns the columns in a direction. */
export function sortedBy({ sort, direction }: Pick<OrderFilters, 'sort' | 'direction'>): string {
  return SORT_COLUMNS[sort].map((column) => `${column} ${direction}`).join(', ');
}

/** Returns the condition for rows after a position. */
export function afterKey(
  { sort, direction }: Pick<OrderFilters, 'sort' | 'direction'>,
  key: readonly (string | number)[],
): Clause {
  const columns = SORT_COLUMNS[sort];
  const marks = columns.map(() => '?').join(', ');
  return { sql: `(${columns.join(', ')}) ${direction === 'asc' ? '>' : '<'} (${marks})`, params: key };
}

/** Returns where the rows are read from: an index in which they are in order, or one that leaves few rows to be sorted. */
export function walkOf(filters: OrderFilters): string {
  const { customerId, sort } = filters;
  if (customerId !== null) return 'orders o INDEXED BY orders_by_customer';
  // Few orders wait for their payment or their goods, so that they can be sorted.
  const status = statusOf(filters);
  if (status === 'placed' || status === 'paid') return 'orders o INDEXED BY orders_by_status';
  if (sort === 'total') return 'orders o INDEXED BY orders_by_total';
  if (sort === 'number') return 'orders o INDEXED BY orders_by_number';
  return status === 'any' ? 'orders o INDEXED BY orders_by_time' : 'orders o INDEXED BY orders_by_status';
}
