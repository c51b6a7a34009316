import type { MoneyByCurrency } from '#shared/domain/money.ts';
import type { Order, OrderLine, Payment } from '#shared/domain/orders.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';

const ORDER_COLUMNS = `id, number, customer_id AS customerId, customer_name AS customerName, customer_email AS customerEmail, lines, total, currency,
  status, location_id AS locationId, placed_at AS placedAt`;
const PAYMENT_COLUMNS = `id, order_id AS orderId, order_number AS orderNumber, kind, status, amount, currency, method, reason, at,
  settles_order AS settlesOrder`;

interface OrderRow extends Omit<Order, 'customer' | 'lines'> {
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly customerEmail: string | null;
  readonly lines: string;
}

type PaymentRow = Omit<Payment, 'settlesOrder'> & { readonly settlesOrder: number };

/** An order with the gateway's own sums, which are not part of the order that consoles see. */
export interface StoredOrder {
  readonly order: Order;
  readonly paid: number;
  readonly refunded: number;
  readonly restocked: boolean;
}

function toOrder({ customerId, customerName, customerEmail, lines, ...row }: OrderRow): Order {
  const customer =
    customerId === null || customerName === null
      ? null
      : { id: customerId, name: customerName, email: customerEmail };
  return { ...row, customer, lines: JSON.parse(lines) as OrderLine[] };
}

function toPayment(row: PaymentRow): Payment {
  return { ...row, settlesOrder: row.settlesOrder === 1 };
}

/** Returns an order by id, with what was paid and refunded. */
export function readOrder(sql: Sql, id: string): StoredOrder | undefined {
  const row = sql
    .prepare<[string], OrderRow & { paid: number; refunded: number; restocked: number }>(
      `SELECT ${ORDER_COLUMNS}, paid, refunded, restocked FROM orders WHERE id = ?`,
    )
    .get(id);
  if (!row) return undefined;
  const { paid, refunded, restocked, ...order } = row;
  return { order: toOrder(order), paid, refunded, restocked: restocked === 1 };
}

/** Returns an order by its number. */
export function readOrderByNumber(sql: Sql, number: string): Order | undefined {
  const row = sql
    .prepare<[string], OrderRow>(`SELECT ${ORDER_COLUMNS} FROM orders WHERE number = ?`)
    .get(number);
  return row && toOrder(row);
}

/** Returns the id of the order with this number and customer e-mail (in any case); undefined if they do not match. */
export function readOrderOfCustomer(sql: Sql, number: string, email: string): { id: string } | undefined {
  return sql
    .prepare<[string, string], { id: string }>(
      'SELECT id FROM orders WHERE number = ? AND lower(customer_email) = lower(?)',
    )
    .get(number, email);
}

/** Whether there is an order with this id. */
export function hasOrder(sql: Sql, id: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM orders WHERE id = ?').get(id) !== undefined;
}

/** Whether there is a payment or refund with this id. */
export function hasPayment(sql: Sql, id: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM payments WHERE id = ?').get(id) !== undefined;
}

/** The orders an amount can be refunded from. */
export interface RefundSearch {
  readonly customerId: string;
  /** Placed at this time or before, ms. */
  readonly placedBy: number;
  readonly currency: string;
  /** Least amount paid and not yet refunded, minor units. */
  readonly amount: number;
}

/** Returns a customer's orders that an amount can be refunded from, newest first. */
export function refundableOrders(sql: Sql, search: RefundSearch, limit: number): Order[] {
  return sql
    .prepare<[string, number, string, number, number], OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE customer_id = ? AND placed_at <= ? AND currency = ? AND paid - refunded >= ?
       ORDER BY placed_at DESC LIMIT ?`,
    )
    .all(search.customerId, search.placedBy, search.currency, search.amount, limit)
    .map(toOrder);
}

/** Returns the orders whose id starts with a prefix and that are neither cancelled nor refunded, last created first. */
export function unfinishedOrders(
  sql: Sql,
  idPrefix: string,
  limit: number,
): Pick<Order, 'id' | 'status' | 'placedAt'>[] {
  return sql
    .prepare<[string, string, number], Pick<Order, 'id' | 'status' | 'placedAt'>>(
      `SELECT id, status, placed_at AS placedAt FROM orders
       WHERE status IN ('placed', 'paid', 'fulfilled') AND substr(id, 1, length(?)) = ? ORDER BY rowid DESC LIMIT ?`,
    )
    .all(idPrefix, idPrefix, limit);
}

/** Totals over all orders. Revenue is paid minus refunded, minor units. */
export interface OrderTotals {
  readonly orders: number;
  readonly refunds: number;
  readonly customers: number;
  readonly revenue: MoneyByCurrency;
}

/** Counts orders, refunds and customers and sums revenue. Scans both tables. */
export function orderTotals(sql: Sql): OrderTotals {
  const count = (text: string): number => sql.prepare<[], { n: number }>(text).get()?.n ?? 0;
  const totals = sql.prepare<[], { currency: string; net: number }>(
    `SELECT currency, sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END) AS net FROM payments WHERE status = 'succeeded' GROUP BY currency ORDER BY currency`,
  );
  return {
    orders: count('SELECT count(*) AS n FROM orders'),
    refunds: count("SELECT count(*) AS n FROM payments WHERE kind = 'refund'"),
    customers: count('SELECT count(DISTINCT customer_id) AS n FROM orders'),
    revenue: Object.fromEntries(totals.all().map(({ currency, net }) => [currency, net])),
  };
}

/** Returns a payment or refund by id. */
export function readPayment(sql: Sql, id: string): Payment | undefined {
  const row = sql
    .prepare<[string], PaymentRow>(`SELECT ${PAYMENT_COLUMNS} FROM payments WHERE id = ?`)
    .get(id);
  return row && toPayment(row);
}

/** Returns the payments and refunds of an order, oldest first. */
export function paymentsOfOrder(sql: Sql, orderId: string): Payment[] {
  return sql
    .prepare<[string], PaymentRow>(
      `SELECT ${PAYMENT_COLUMNS} FROM payments WHERE order_id = ? ORDER BY at, rowid LIMIT 1000`,
    )
    .all(orderId)
    .map(toPayment);
}

/** Returns a page of orders, newest first. */
export function listOrders(sql: Sql, before: TimeKey, limit: number): Order[] {
  return sql
    .prepare<[number, string, number], OrderRow>(
      `SELECT ${ORDER_COLUMNS} FROM orders WHERE (placed_at, id) < (?, ?) ORDER BY placed_at DESC, id DESC LIMIT ?`,
    )
    .all(before.at, before.id, limit)
    .map(toOrder);
}

/** Returns a page of payments and refunds, newest first. */
export function listPayments(sql: Sql, before: TimeKey, limit: number): Payment[] {
  return sql
    .prepare<[number, string, number], PaymentRow>(
      `SELECT ${PAYMENT_COLUMNS} FROM payments WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
    )
    .all(before.at, before.id, limit)
    .map(toPayment);
}

/** Streams the rows of the channel `orders`, by id. */
export function* ordersSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of sql.raw
    .prepare<[], OrderRow>(`SELECT ${ORDER_COLUMNS} FROM orders ORDER BY id`)
    .iterate())
    yield { kind: 'order', row: toOrder(row) };
}

/** Streams the rows of the channel `payments`, by id. */
export function* paymentsSnapshot(sql: Sql): Iterable<SnapshotRow> {
  for (const row of sql.raw
    .prepare<[], PaymentRow>(`SELECT ${PAYMENT_COLUMNS} FROM payments ORDER BY id`)
    .iterate()) {
    yield { kind: 'payment', row: toPayment(row) };
  }
}
