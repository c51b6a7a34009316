import type { MoneyByCurrency } from '#shared/domain/money.ts';
import type { Sql } from '../kernel.ts';

/** The figures of `gateway stats`. Revenue is paid minus refunded, minor units. */
export interface Stats {
  readonly orders: number;
  readonly refunds: number;
  readonly customers: number;
  readonly items: number;
  readonly conversations: number;
  readonly revenue: MoneyByCurrency;
  readonly head: number;
}

/** Counts what a database holds, in one moment. */
export function readStats(sql: Sql): Stats {
  const count = (text: string): number => sql.prepare<[], { n: number }>(text).get()?.n ?? 0;
  return sql.raw.transaction((): Stats => {
    const revenue: Record<string, number> = {};
    const totals = sql.prepare<[], { currency: string; net: number }>(
      `SELECT currency, sum(CASE kind WHEN 'refund' THEN -amount ELSE amount END) AS net FROM payments WHERE status = 'succeeded' GROUP BY currency ORDER BY currency`,
    );
    for (const { currency, net } of totals.all()) revenue[currency] = net;
    return {
      orders: count('SELECT count(*) AS n FROM orders'),
      refunds: count("SELECT count(*) AS n FROM payments WHERE kind = 'refund'"),
      customers: count('SELECT count(DISTINCT customer_id) AS n FROM orders'),
      items: count('SELECT count(*) AS n FROM items'),
      conversations: count('SELECT count(*) AS n FROM conversations'),
      revenue,
      head: count('SELECT coalesce(max(seq), 0) AS n FROM events'),
    };
  })();
}
