import { ABC_DAYS, type AbcClass, abcClasses } from '#shared/domain/abc.ts';
import { daysBefore } from '#shared/domain/time.ts';
import { holds } from '../../store/held.ts';
import { meta, type Reader } from '../../store/reader.ts';

/** Items by revenue. */
export interface ItemClasses {
  /** Items that were not sold are in C. */
  of(itemId: string): AbcClass;
  /** Minor units of the workspace's currency. */
  revenue(itemId: string): number;
}

interface Kept {
  readonly key: string;
  readonly madeAt: number;
  readonly classes: ItemClasses;
}

/** How long classes stay as they are, ms: payments of the past change only where one is disputed. */
const KEEP_MS = 10 * 60_000;
const kept = new WeakMap<Reader, Kept>();

/** Returns the classes of items by their revenue of the last days; null while the cache does not hold all orders of them. */
export function itemClasses(reader: Reader, now: number): ItemClasses | null {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const edges = daysBefore(now, ABC_DAYS, timeZone);
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  if (!holds(reader, 'payments', 'payment', from) || !holds(reader, 'orders', 'order', from)) return null;
  const key = `${from}:${to}:${currency}`;
  const before = kept.get(reader);
  if (before?.key === key && Math.abs(now - before.madeAt) < KEEP_MS) return before.classes;
  const classes = classify(reader, from, to, currency);
  kept.set(reader, { key, madeAt: now, classes });
  return classes;
}

/** Products of the orders that were paid in full, by what was paid for them: as in the top products of the live page. */
function classify(reader: Reader, from: number, to: number, currency: string): ItemClasses {
  const sold = reader.all<{ itemId: string; revenue: number }>(
    `SELECT l.value ->> 'itemId' AS itemId, sum(l.value ->> 'total') AS revenue
     FROM payments p INDEXED BY payments_by_time CROSS JOIN orders o ON o.id = p.order_id CROSS JOIN json_each(o.lines) l
     WHERE p.at >= ? AND p.at < ? AND p.currency = ? AND p.kind = 'payment' AND p.status = 'succeeded' AND p.settles_order = 1
     GROUP BY 1`,
    from,
    to,
    currency,
  );
  const classes = abcClasses(sold);
  const revenue = new Map(sold.map((one) => [one.itemId, one.revenue]));
  return { of: (itemId) => classes.get(itemId) ?? 'C', revenue: (itemId) => revenue.get(itemId) ?? 0 };
}
