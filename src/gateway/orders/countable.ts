import type { Payment } from '#shared/domain/orders.ts';
import type { Sql } from '../kernel.ts';

/** A payment with the location of its order, as far as figures look at it. */
export type CountablePayment = Pick<
  Payment,
  'kind' | 'status' | 'amount' | 'settlesOrder' | 'currency' | 'at'
> & { readonly locationId: string | null };

/** Returns the payments and refunds of a period, half-open, ms. */
export function paymentsBetween(sql: Sql, from: number, to: number): CountablePayment[] {
  return sql
    .prepare<[number, number], Omit<CountablePayment, 'settlesOrder'> & { settles: number }>(
      `SELECT p.kind, p.status, p.amount, p.settles_order AS settles, p.currency, p.at, o.location_id AS locationId
       FROM payments p INDEXED BY payments_by_time LEFT JOIN orders o ON o.id = p.order_id WHERE p.at >= ? AND p.at < ?`,
    )
    .all(from, to)
    .map(({ settles, ...payment }) => ({ ...payment, settlesOrder: settles === 1 }));
}

/** Returns the times of a period at which customers placed their first orders. */
export function firstOrdersBetween(sql: Sql, from: number, to: number): number[] {
  return sql
    .prepare<[number, number], { at: number }>(
      `SELECT min(o.placed_at) AS at FROM orders o INDEXED BY orders_by_time
       WHERE o.placed_at >= ? AND o.placed_at < ? AND o.customer_id IS NOT NULL AND NOT EXISTS
         (SELECT 1 FROM orders e WHERE e.customer_id = o.customer_id AND e.placed_at < o.placed_at)
       GROUP BY o.customer_id`,
    )
    .all(from, to)
    .map(({ at }) => at);
}

/** Returns when a customer placed the first of their orders but this one, ms; null if there is none. */
export function otherFirstOrder(sql: Sql, customerId: string, orderId: string): number | null {
  const found = sql
    .prepare<[string, string], { at: number }>(
      'SELECT placed_at AS at FROM orders WHERE customer_id = ? AND id <> ? ORDER BY placed_at LIMIT 1',
    )
    .get(customerId, orderId);
  return found?.at ?? null;
}

/** Returns the location that an order is delivered from; null for none. */
export function locationOfOrder(sql: Sql, orderId: string): string | null {
  return (
    sql
      .prepare<[string], { locationId: string | null }>(
        'SELECT location_id AS locationId FROM orders WHERE id = ?',
      )
      .get(orderId)?.locationId ?? null
  );
}

/** Returns the time of the first order or payment, ms; null if there is none. */
export function firstTrade(sql: Sql): number | null {
  return (
    sql
      .prepare<[], { at: number | null }>(
        'SELECT min(at) AS at FROM (SELECT min(placed_at) AS at FROM orders UNION ALL SELECT min(at) FROM payments)',
      )
      .get()?.at ?? null
  );
}
