import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Figure, LiveFigures } from '#shared/bridge/live.ts';
import { averageOrderValue, relativeChange, revenueOf } from '#shared/domain/orders.ts';
import {
  bucketStart,
  type Grain,
  HOUR_MS,
  MINUTE_MS,
  type TimeWindow,
  WINDOW_SPEC,
} from '#shared/domain/time.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { asOf, counter, meta, type Reader } from '../../store/reader.ts';
import { GRAIN_CODE } from '../../store/tallies.ts';
import { openCounter } from '../alerts/tables.ts';

const CHANNELS: readonly Channel[] = ['payments', 'orders', 'chat', 'alerts'];
const MAX_SPARK = 60;

interface PaymentSums {
  readonly currency: string;
  readonly paid: number;
  readonly refunded: number;
  readonly paidOrders: number;
}

/** Splits a window into half-open ranges: whole hours, and minutes at the edges, so that sums are exact to the minute. */
function rangesOf(from: number, to: number): { grain: Grain; from: number; to: number }[] {
  const firstHour = Math.min(to, Math.ceil(from / HOUR_MS) * HOUR_MS);
  const lastHour = Math.max(firstHour, Math.floor(to / HOUR_MS) * HOUR_MS);
  return [
    { grain: 'minute' as const, from, to: firstHour },
    { grain: 'hour' as const, from: firstHour, to: lastHour },
    { grain: 'minute' as const, from: lastHour, to },
  ].filter((s) => s.to > s.from);
}

function paymentsIn(reader: Reader, from: number, to: number): Map<string, PaymentSums> {
  const sums = new Map<string, PaymentSums>();
  for (const s of rangesOf(from, to)) {
    const rows = reader.all<PaymentSums>(
      `SELECT currency, sum(paid) AS paid, sum(refunded) AS refunded, sum(paid_orders) AS paidOrders FROM payment_rollups
       WHERE grain = ? AND bucket >= ? AND bucket < ? GROUP BY currency`,
      GRAIN_CODE[s.grain],
      s.from,
      s.to,
    );
    for (const row of rows) {
      const before = sums.get(row.currency);
      sums.set(row.currency, {
        currency: row.currency,
        paid: row.paid + (before?.paid ?? 0),
        refunded: row.refunded + (before?.refunded ?? 0),
        paidOrders: row.paidOrders + (before?.paidOrders ?? 0),
      });
    }
  }
  return sums;
}

function ordersIn(reader: Reader, from: number, to: number): number {
  let sum = 0;
  for (const s of rangesOf(from, to)) {
    sum +=
      reader.get<{ n: number | null }>(
        'SELECT sum(orders) AS n FROM order_rollups WHERE grain = ? AND bucket >= ? AND bucket < ?',
        GRAIN_CODE[s.grain],
        s.from,
        s.to,
      )?.n ?? 0;
  }
  return sum;
}

/** Returns the starts of the buckets that begin in a window, oldest first. The last bucket is still running. */
export function bucketsOf(window: TimeWindow, now: number, timeZone: string): number[] {
  const { grain, lengthMs } = WINDOW_SPEC[window];
  const starts: number[] = [];
  const size = grain === 'minute' ? MINUTE_MS : HOUR_MS;
  if (grain !== 'day') {
    for (let at = bucketStart(now, grain, timeZone); at > now - lengthMs; at -= size) starts.unshift(at);
    return starts;
  }
  // Days vary in length, so each start is derived from the instant before the next day.
  for (
    let at = bucketStart(now, 'day', timeZone);
    at > now - lengthMs;
    at = bucketStart(at - 1, 'day', timeZone)
  )
    starts.unshift(at);
  return starts;
}

interface Bucket {
  readonly paid: number;
  readonly refunded: number;
  readonly paidOrders: number;
}

const EMPTY: Bucket = { paid: 0, refunded: 0, paidOrders: 0 };

function paymentBuckets(
  reader: Reader,
  grain: Grain,
  currency: string,
  from: number,
  to: number,
): Map<number, Bucket> {
  const rows = reader.all<Bucket & { bucket: number }>(
    `SELECT bucket, paid, refunded, paid_orders AS paidOrders FROM payment_rollups WHERE grain = ? AND bucket >= ? AND bucket <= ? AND currency = ?`,
    GRAIN_CODE[grain],
    from,
    to,
    currency,
  );
  return new Map(rows.map((row) => [row.bucket, row]));
}

function orderBuckets(reader: Reader, grain: Grain, from: number, to: number): Map<number, number> {
  const rows = reader.all<{ bucket: number; n: number }>(
    'SELECT bucket, sum(orders) AS n FROM order_rollups WHERE grain = ? AND bucket >= ? AND bucket <= ? GROUP BY bucket',
    GRAIN_CODE[grain],
    from,
    to,
  );
  return new Map(rows.map((row) => [row.bucket, row.n]));
}

/** Sums adjacent values so that at most 60 points are left. */
function sumAdjacent(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / MAX_SPARK);
  if (step <= 1) return [...values];
  const points: number[] = [];
  for (let i = 0; i < values.length; i += step)
    points.push(values.slice(i, i + step).reduce((sum, v) => sum + v, 0));
  return points;
}

function figure(value: number | null, previous: number | null, spark: readonly number[]): Figure {
  const change = value === null || previous === null ? null : relativeChange(value, previous);
  return { value, previous, change, spark: [...spark] };
}

/**
 * Returns the number of open alerts at the start of the window and of each bucket, calculated back from the current number.
 * Each interval is counted once, in the indexes by time.
 */
function alertHistory(
  reader: Reader,
  open: number,
  starts: readonly number[],
  from: number,
): { previous: number; spark: number[] } {
  const step = Math.ceil(starts.length / MAX_SPARK);
  const instants = [from, ...starts.filter((_, i) => i % step === 0).slice(1)];
  const intervals = instants.map((at, i) => [at, instants[i + 1] ?? Number.MAX_SAFE_INTEGER]);
  const counts = reader.all<{ raised: number; ended: number }>(
    `SELECT (SELECT count(*) FROM alerts INDEXED BY alerts_by_time
               WHERE raised_at >= i.value ->> 0 AND raised_at < i.value ->> 1) AS raised,
            (SELECT count(*) FROM alerts INDEXED BY alerts_by_end
               WHERE resolved_at IS NOT NULL AND resolved_at >= i.value ->> 0 AND resolved_at < i.value ->> 1) AS ended
     FROM json_each(?) i ORDER BY i.key`,
    JSON.stringify(intervals),
  );
  let before = open;
  const history = counts
    .reverse()
    .map(({ raised, ended }) => {
      before += ended - raised;
      return Math.max(0, before);
    })
    .reverse();
  return { previous: history[0] ?? open, spark: [...history.slice(1), open].slice(-MAX_SPARK) };
}

/**
 * Returns the figures of a window that ends with the current minute. A spark has the buckets that begin in the window; the
 * last one is still running. The part of the window before the first bucket is in the figure but not in the spark. The
 * earlier number of open chats is unknown, so it has no comparison.
 */
export function figures(reader: Reader, { window }: MethodInput<'live.figures'>, now: number): LiveFigures {
  const { grain, lengthMs } = WINDOW_SPEC[window];
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const to = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
  const from = to - lengthMs;
  const present = paymentsIn(reader, from, to);
  const before = paymentsIn(reader, from - lengthMs, from).get(currency);
  const own = present.get(currency);
  const revenue = revenueOf(own ?? EMPTY);
  const revenueBefore = revenueOf(before ?? EMPTY);
  const starts = bucketsOf(window, now, timeZone);
  const buckets = paymentBuckets(reader, grain, currency, starts[0] ?? from, to);
  const perBucket = starts.map((start) => buckets.get(start) ?? EMPTY);
  const orders = orderBuckets(reader, grain, starts[0] ?? from, to);
  const open = counter(reader, 'alerts.open');
  const alerts = alertHistory(reader, open, starts, from);
  const lastEventAt =
    reader.get<{ value: number }>(`SELECT value FROM stats WHERE key = 'last_event_at'`)?.value ?? null;
  const paidOrders = sumAdjacent(perBucket.map((b) => b.paidOrders));
  const revenues = sumAdjacent(perBucket.map(revenueOf));
  return {
    window,
    currency,
    from,
    to: now,
    revenue: figure(revenue, revenueBefore, revenues),
    orders: figure(
      ordersIn(reader, from, to),
      ordersIn(reader, from - lengthMs, from),
      sumAdjacent(starts.map((start) => orders.get(start) ?? 0)),
    ),
    aov: figure(
      averageOrderValue(revenue, own?.paidOrders ?? 0),
      averageOrderValue(revenueBefore, before?.paidOrders ?? 0),
      revenues.map((sum, i) => averageOrderValue(sum, paidOrders[i] ?? 0) ?? 0),
    ),
    refunds: figure(own?.refunded ?? 0, before?.refunded ?? 0, sumAdjacent(perBucket.map((b) => b.refunded))),
    openChats: figure(counter(reader, 'chat.open'), null, []),
    waitingChats: counter(reader, 'chat.waiting'),
    openAlerts: figure(open, alerts.previous, alerts.spark),
    criticalAlerts: counter(reader, openCounter('critical')),
    otherRevenue: Object.fromEntries(
      [...present.values()].filter((p) => p.currency !== currency).map((p) => [p.currency, revenueOf(p)]),
    ),
    asOf: asOf(reader, CHANNELS),
    lastEventAt,
  };
}

/** Returns one point per bucket that begins in the window. `previous` is the revenue of the bucket one window earlier. */
export function chart(
  reader: Reader,
  { window }: MethodInput<'live.chart'>,
  now: number,
): MethodOutput<'live.chart'> {
  const { grain, lengthMs } = WINDOW_SPEC[window];
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const starts = bucketsOf(window, now, timeZone);
  const first = starts[0] ?? now;
  const earlier = (at: number): number => bucketStart(at - lengthMs, grain, timeZone);
  const payments = paymentBuckets(reader, grain, currency, earlier(first), now);
  const orders = orderBuckets(reader, grain, first, now);
  return {
    window,
    currency,
    points: starts.map((at) => {
      const bucket = payments.get(at) ?? EMPTY;
      const before = payments.get(earlier(at)) ?? EMPTY;
      return {
        at,
        revenue: revenueOf(bucket),
        refunds: bucket.refunded,
        orders: orders.get(at) ?? 0,
        previous: revenueOf(before),
      };
    }),
    asOf: asOf(reader, ['payments', 'orders']),
  };
}

/**
 * Lists products by revenue in the workspace's currency. Sums whole buckets that overlap the window (hours for windows of an
 * hour or a day, days for longer ones), so the oldest bucket may begin before the window.
 */
export function topProducts(
  reader: Reader,
  input: MethodInput<'live.top_products'>,
  now: number,
): MethodOutput<'live.top_products'> {
  const { lengthMs } = WINDOW_SPEC[input.window];
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const grain: Grain = input.window === '1h' || input.window === '24h' ? 'hour' : 'day';
  const rows = reader.all<{ itemId: string; sku: string; name: string; units: number; revenue: number }>(
    `SELECT t.item_id AS itemId, coalesce(i.sku, '') AS sku, coalesce(i.name, t.item_id) AS name, t.units, t.revenue FROM (
       SELECT item_id, sum(units) AS units, sum(revenue) AS revenue FROM product_rollups
       WHERE grain = ? AND bucket >= ? AND bucket <= ? AND currency = ? GROUP BY item_id ORDER BY revenue DESC, item_id LIMIT ?) t
     LEFT JOIN items i ON i.id = t.item_id ORDER BY t.revenue DESC, t.item_id`,
    GRAIN_CODE[grain],
    bucketStart(now - lengthMs, grain, timeZone),
    now,
    meta(reader, 'currency') ?? 'USD',
    input.limit,
  );
  return { rows, asOf: asOf(reader, ['orders']) };
}
