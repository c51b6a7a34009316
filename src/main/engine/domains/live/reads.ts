import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Figure, LiveFigures } from '#shared/bridge/live.ts';
import {
  averageOrderValue,
  type PaymentSums,
  paymentSuccess,
  refundRate,
  relativeChange,
  revenueOf,
} from '#shared/domain/figures.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { heldSince, holds } from '../../store/held.ts';
import { asOf, counter, decodeCursor, encodeCursor, type Reader } from '../../store/reader.ts';
import { openCounter } from '../alerts/tables.ts';
import { paymentsTable } from '../orders/tables.ts';
import { periodOf } from './period.ts';
import { otherCurrencies, sumsBetween, total } from './sums.ts';

const CHANNELS: readonly Channel[] = ['payments', 'orders', 'chat', 'alerts'];
const MAX_SPARK = 60;

/** Sums adjacent values so that at most 60 points are left. */
function sumAdjacent(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / MAX_SPARK);
  if (step <= 1) return [...values];
  const points: number[] = [];
  for (let i = 0; i < values.length; i += step)
    points.push(values.slice(i, i + step).reduce((sum, v) => sum + v, 0));
  return points;
}

/** Returns a share of at most 60 runs of adjacent buckets; 0 where there is none. */
function mergeAdjacent(
  buckets: readonly PaymentSums[],
  shareOf: (of: PaymentSums) => number | null,
): number[] {
  const step = Math.max(1, Math.ceil(buckets.length / MAX_SPARK));
  const points: number[] = [];
  for (let i = 0; i < buckets.length; i += step) points.push(shareOf(total(buckets.slice(i, i + step))) ?? 0);
  return points;
}

/** A value with the one it is compared with, and whether each is known. */
interface Compared {
  readonly value: number | null;
  readonly previous: number | null;
  readonly spark: readonly number[];
  readonly known: boolean;
}

/** Returns a figure. What is not known is left out: a sum of some of the rows looks like the sum of all. */
function figure({ value, previous, spark, known }: Compared): Figure {
  if (!known) return { value: null, previous: null, change: null, spark: [], known };
  const change = value === null || previous === null ? null : relativeChange(value, previous);
  return { value, previous, change, spark: [...spark], known };
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
               WHERE raised_at >= i.value ->> 0 AND raised_at < i.value ->> 1)
             - (SELECT count(*) FROM alerts INDEXED BY alerts_pending
               WHERE state = 'pending' AND raised_at >= i.value ->> 0 AND raised_at < i.value ->> 1) AS raised,
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

/** What the figures of payments in a period are made from, and those of the period before. */
interface Sums {
  readonly now: PaymentSums;
  readonly before: PaymentSums;
  readonly perBucket: readonly PaymentSums[];
  readonly known: boolean;
  readonly comparable: boolean;
}

function paymentFiguresOf(
  sums: Sums,
): Pick<
  LiveFigures,
  'revenue' | 'orders' | 'aov' | 'refunds' | 'refundRate' | 'paymentSuccess' | 'conversion'
> {
  const { now, before, perBucket, known, comparable } = sums;
  const compared = (
    amountOf: (of: PaymentSums) => number | null,
    spark: readonly number[] = sumAdjacent(perBucket.map((bucket) => amountOf(bucket) ?? 0)),
  ): Figure => figure({ value: amountOf(now), previous: comparable ? amountOf(before) : null, spark, known });
  const average = (of: PaymentSums): number | null => averageOrderValue(revenueOf(of), of.paidOrders);
  const revenues = sumAdjacent(perBucket.map(revenueOf));
  const orders = sumAdjacent(perBucket.map((bucket) => bucket.paidOrders));
  return {
    revenue: compared(revenueOf),
    orders: compared((of) => of.paidOrders),
    aov: compared(
      average,
      revenues.map((sum, i) => averageOrderValue(sum, orders[i] ?? 0) ?? 0),
    ),
    refunds: compared((of) => of.refunded),
    refundRate: compared(refundRate, mergeAdjacent(perBucket, refundRate)),
    paymentSuccess: compared(paymentSuccess, mergeAdjacent(perBucket, paymentSuccess)),
    conversion: { value: null, previous: null, change: null, spark: [], known: true },
  };
}

/**
 * Returns the figures of a scope. A spark has the buckets of the chart, so it adds up to its figure. The earlier number of open
 * chats is unknown, so it has no comparison.
 */
export function figures(reader: Reader, scope: MethodInput<'live.figures'>, now: number): LiveFigures {
  const period = periodOf(reader, scope, now);
  const { from, to, edges, currency, timeZone } = period;
  const of = { currency, locationId: scope.locationId };
  const before = from - (to - from);
  const perBucket = sumsBetween(reader, edges, of);
  const open = counter(reader, 'alerts.open');
  const alerts = alertHistory(reader, open, edges.slice(0, -1), from);
  const lastEventAt =
    reader.get<{ value: number }>(`SELECT value FROM stats WHERE key = 'last_event_at'`)?.value ?? null;
  const known = holds(reader, 'payments', 'payment', from);
  return {
    ...scope,
    currency,
    timeZone,
    from,
    to: Math.min(now, to),
    ...paymentFiguresOf({
      now: total(perBucket),
      before: total(sumsBetween(reader, [before, from], of)),
      perBucket,
      known,
      comparable: holds(reader, 'payments', 'payment', before),
    }),
    openChats: figure({
      value: counter(reader, 'chat.open'),
      previous: null,
      spark: [],
      known: heldSince(reader, 'chat', 'conversation') !== null,
    }),
    waitingChats: counter(reader, 'chat.waiting'),
    openAlerts: figure({
      value: open,
      ...(holds(reader, 'alerts', 'alert', from) ? alerts : { previous: null, spark: [] }),
      known: heldSince(reader, 'alerts', 'alert') !== null,
    }),
    criticalAlerts: counter(reader, openCounter('critical')),
    otherRevenue:
      scope.locationId === undefined && known
        ? Object.fromEntries(
            otherCurrencies(reader, from, to, currency)
              .map((other) => [other, revenueOf(total(sumsBetween(reader, [from, to], { currency: other })))])
              .filter(([, amount]) => amount !== 0),
          )
        : {},
    asOf: asOf(reader, CHANNELS),
    lastEventAt,
  };
}

/** Returns one point per bucket of the period. They add up to the figures of the scope. */
export function chart(
  reader: Reader,
  scope: MethodInput<'live.chart'>,
  now: number,
): MethodOutput<'live.chart'> {
  const { from, to, edges, grain, currency, timeZone } = periodOf(reader, scope, now);
  const of = { currency, locationId: scope.locationId };
  const sums = sumsBetween(reader, edges, of);
  const before = sumsBetween(
    reader,
    edges.map((edge) => edge - (to - from)),
    of,
  );
  return {
    ...scope,
    currency,
    timeZone,
    grain,
    known: holds(reader, 'payments', 'payment', from),
    points: sums.map((bucket, i) => ({
      at: edges[i] ?? from,
      revenue: revenueOf(bucket),
      refunds: bucket.refunded,
      orders: bucket.paidOrders,
      previous: before[i] === undefined ? 0 : revenueOf(before[i]),
    })),
    asOf: asOf(reader, ['payments', 'orders']),
  };
}

/** A payment that completed its order's total: the one by which `paymentFigures` counts a paid order. */
const SETTLES = `p.kind = 'payment' AND p.status = 'succeeded' AND p.settles_order = 1`;

/** Which payments make up a figure. */
const LISTED = {
  // Goods may come back without a refund: that is no money.
  revenue: `p.status = 'succeeded' AND p.amount > 0`,
  orders: SETTLES,
  refunds: `p.kind = 'refund' AND p.status = 'succeeded' AND p.amount > 0`,
} as const;

/** Lists the payments and refunds that a figure is made of, newest first. */
export function payments(
  reader: Reader,
  { figure: of, after, limit, ...scope }: MethodInput<'live.payments'>,
  now: number,
): MethodOutput<'live.payments'> {
  const { from, to, currency } = periodOf(reader, scope, now);
  const key = decodeCursor(after, ['number', 'number']) ?? [to, 0];
  const found = reader.all<StoredRow & { k: number; at: number }>(
    `SELECT k, ${paymentsTable.select('p')} FROM payments p INDEXED BY payments_by_time
     WHERE p.at >= ? AND (p.at, p.k) < (?, ?) AND p.currency = ? AND ${LISTED[of]} ${scope.locationId === undefined ? '' : 'AND p.location_id = ?'}
     ORDER BY p.at DESC, p.k DESC LIMIT ?`,
    from,
    ...key,
    currency,
    ...(scope.locationId === undefined ? [] : [scope.locationId]),
    limit + 1,
  );
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(paymentsTable.decode),
    next: found.length > limit && last ? encodeCursor([last.at, last.k]) : null,
    asOf: asOf(reader, ['payments']),
  };
}
