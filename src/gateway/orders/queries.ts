import { z } from 'zod';
import { revenueOf } from '#shared/domain/figures.ts';
import type { MoneyByCurrency } from '#shared/domain/money.ts';
import { type Order, type Payment, ReturnedGoods } from '#shared/domain/orders.ts';
import { addLines, type LineQuantity } from '#shared/domain/refunds.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { ordersTable, paymentsTable } from './tables.ts';

/** An order with the gateway's own sums, which are not part of the order that consoles see. */
export interface StoredOrder {
  readonly order: Order;
  readonly paid: number;
  readonly refunded: number;
  /** What of `paid` is disputed, or was lost to a dispute. */
  readonly disputed: number;
  /** The goods that came back, one entry per item. */
  readonly returned: readonly ReturnedGoods[];
}

type StoredOrderRow = StoredRow &
  Record<'paid' | 'refunded' | 'disputed', number> & { readonly returned: string };

const Returned = z.array(ReturnedGoods);

/** What is disputed of a disputed payment: by the dispute that is open, or by the one about all of it that was lost. */
const DISPUTED = `SELECT coalesce(sum(d.amount), 0) FROM payments p JOIN disputes d ON d.order_id = p.order_id AND d.payment_id = p.id
  WHERE p.order_id = orders.id AND p.status = 'disputed'
    AND (d.closed_at IS NULL OR (d.status <> 'won' AND d.amount = p.amount))`;

const ORDER_WITH_SUMS = `SELECT ${ordersTable.select()}, paid, refunded, returned, (${DISPUTED}) AS disputed
  FROM orders WHERE id = ?`;

/** Returns an order by id, with what was paid and refunded. */
export function readOrder(sql: Sql, id: string): StoredOrder | undefined {
  const row = sql.prepare<[string], StoredOrderRow>(ORDER_WITH_SUMS).get(id);
  if (!row) return undefined;
  const { paid, refunded, disputed } = row;
  const returned = Returned.parse(JSON.parse(row.returned));
  return { order: ordersTable.decode(row), paid, refunded, disputed, returned };
}

const orderByNumber = rowQuery(ordersTable, 'WHERE number = ?');

/** Returns an order by its number. */
export function readOrderByNumber(sql: Sql, number: string): Order | undefined {
  return orderByNumber.get(sql, number);
}

/** Whether an order has this number. */
export function hasOrderNumber(sql: Sql, number: string): boolean {
  return sql.prepare<[string]>('SELECT 1 FROM orders WHERE number = ?').get(number) !== undefined;
}

/** Returns the order with this number and customer e-mail, both in any case; undefined if they do not match. */
export function readOrderOfCustomer(
  sql: Sql,
  number: string,
  email: string,
): { id: string; number: string } | undefined {
  return sql
    .prepare<[string, string, string], { id: string; number: string }>(
      `SELECT id, number FROM orders WHERE number = ? COLLATE NOCASE AND lower(customer_email) = lower(?)
       ORDER BY number = ? DESC LIMIT 1`,
    )
    .get(number, email, number);
}

/** Returns the id of the customer of the latest order with this e-mail address, in any case; null if there is none. */
export function customerOfEmail(sql: Sql, email: string): string | null {
  const row = sql
    .prepare<[string], { id: string | null }>(
      'SELECT customer_id AS id FROM orders WHERE lower(customer_email) = lower(?) ORDER BY placed_at DESC LIMIT 1',
    )
    .get(email);
  return row?.id ?? null;
}

/** Returns when orders were placed, in the order in which they came, after a row. */
export function orderTimes(
  sql: Sql,
  afterRow: number,
  limit: number,
): { readonly row: number; readonly at: number }[] {
  return sql
    .prepare<[number, number], { row: number; at: number }>(
      'SELECT rowid AS row, placed_at AS at FROM orders WHERE rowid > ? ORDER BY rowid LIMIT ?',
    )
    .all(afterRow, limit);
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

const refundable = rowQuery(
  ordersTable,
  `WHERE customer_id = ? AND placed_at <= ? AND currency = ? AND paid - refunded >= ?
   AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = orders.id AND p.status = 'disputed') ORDER BY placed_at DESC LIMIT ?`,
);

/** Returns a customer's orders that an amount can be refunded from, newest first. */
export function refundableOrders(sql: Sql, search: RefundSearch, limit: number): Order[] {
  return refundable.all(sql, search.customerId, search.placedBy, search.currency, search.amount, limit);
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

/** Totals over all orders. Revenue is in minor units. */
export interface OrderTotals {
  readonly orders: number;
  readonly refunds: number;
  readonly customers: number;
  readonly revenue: MoneyByCurrency;
}

interface CurrencySums {
  readonly currency: string;
  readonly paid: number;
  readonly refunded: number;
}

/** Counts orders, refunds and customers and sums revenue. Scans both tables. */
export function orderTotals(sql: Sql): OrderTotals {
  const count = (text: string): number => sql.prepare<[], { n: number }>(text).get()?.n ?? 0;
  const sums = sql.prepare<[], CurrencySums>(
    `SELECT currency, coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0) AS paid,
       coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded
     FROM payments WHERE status = 'succeeded' GROUP BY currency ORDER BY currency`,
  );
  return {
    orders: count('SELECT count(*) AS n FROM orders'),
    refunds: count("SELECT count(*) AS n FROM payments WHERE kind = 'refund' AND amount > 0"),
    customers: count('SELECT count(DISTINCT customer_id) AS n FROM orders'),
    revenue: Object.fromEntries(sums.all().map((row) => [row.currency, revenueOf(row)])),
  };
}

const paymentById = rowQuery(paymentsTable, 'WHERE id = ?');
const paymentsByOrder = rowQuery(paymentsTable, 'WHERE order_id = ? ORDER BY at, rowid LIMIT 1000');
const ordersBefore = rowQuery(
  ordersTable,
  'WHERE (placed_at, id) < (?, ?) ORDER BY placed_at DESC, id DESC LIMIT ?',
);
const paymentsBefore = rowQuery(paymentsTable, 'WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?');

/** Returns a payment or refund by id. */
export function readPayment(sql: Sql, id: string): Payment | undefined {
  return paymentById.get(sql, id);
}

/** Returns the payments and refunds of an order, oldest first. */
export function paymentsOfOrder(sql: Sql, orderId: string): Payment[] {
  return paymentsByOrder.all(sql, orderId);
}

/** Returns how many attempts to pay an order have failed. */
export function failedAttempts(sql: Sql, orderId: string): number {
  return (
    sql
      .prepare<[string], { n: number }>(
        "SELECT count(*) AS n FROM payments WHERE order_id = ? AND status = 'failed'",
      )
      .get(orderId)?.n ?? 0
  );
}

/** Returns how much of each line of an order was refunded. */
export function refundedLinesOf(sql: Sql, orderId: string): LineQuantity[] {
  return addLines(
    paymentsByOrder.all(sql, orderId).flatMap(({ status, lines }) => (status === 'succeeded' ? lines : [])),
  );
}

/** Returns a page of orders, newest first. */
export function listOrders(sql: Sql, before: TimeKey, limit: number): Order[] {
  return ordersBefore.all(sql, before.at, before.id, limit);
}

/** Returns a page of payments and refunds, newest first. */
export function listPayments(sql: Sql, before: TimeKey, limit: number): Payment[] {
  return paymentsBefore.all(sql, before.at, before.id, limit);
}

/**
 * Returns what the items of the orders that were paid in full in a period were sold for, minor units of a currency: with discounts
 * and before refunds, like the top products of the live page.
 */
export function revenueByItem(
  sql: Sql,
  from: number,
  to: number,
  currency: string,
): { readonly itemId: string; readonly revenue: number }[] {
  return sql
    .prepare<[number, number, string], { itemId: string; revenue: number }>(
      `SELECT l.value ->> 'itemId' AS itemId, sum(l.value ->> 'total') AS revenue
       FROM payments p INDEXED BY payments_by_time CROSS JOIN orders o ON o.id = p.order_id CROSS JOIN json_each(o.lines) l
       WHERE p.at >= ? AND p.at < ? AND p.currency = ? AND p.kind = 'payment' AND p.status = 'succeeded' AND p.settles_order = 1
       GROUP BY 1`,
    )
    .all(from, to, currency);
}
