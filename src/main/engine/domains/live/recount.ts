import {
  differingSums,
  type FigureReport,
  type KeptSums,
  type KeyedSums,
  MAX_SUM_DIFFERENCES,
  NO_SUMS,
  type SumDifference,
} from '#shared/domain/figure-check.ts';
import { paymentFigures } from '#shared/domain/figures.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import { defineOwnTable, own } from '#shared/rows/table.ts';
import type { Reader } from '../../store/reader.ts';
import type { Slices } from '../../store/slices.ts';
import { type BindTable, SUM_GRAINS } from '../../store/tallies.ts';

const GRAINS = Object.values(SUM_GRAINS);

const sumsTable = defineOwnTable('payment_rollups', ['grain', 'bucket', 'currency'], {
  grain: own<number>(),
  bucket: own<number>(),
  currency: own<string>(),
  paid: own<number>(),
  payments: own<number>(),
  refunded: own<number>(),
  refunds: own<number>(),
  paid_orders: own<number>(),
});

type PaymentRow = Pick<Payment, 'at' | 'kind' | 'status' | 'amount' | 'currency'> & {
  readonly settles: number;
};

/** Counts the payments of an hour anew. */
function countHour(reader: Reader, hour: number): { readonly sums: KeyedSums[]; readonly payments: number } {
  const rows = reader.all<PaymentRow>(
    `SELECT at, kind, status, amount, currency, settles_order AS settles FROM payments INDEXED BY payments_by_time
     WHERE at >= ? AND at < ?`,
    hour,
    hour + HOUR_MS,
  );
  const sums = new Map<string, KeyedSums>();
  for (const { at, settles, currency, ...payment } of rows) {
    const figures = paymentFigures({ ...payment, settlesOrder: settles === 1 });
    for (const { code: grain, ms } of GRAINS) {
      const bucket = Math.floor(at / ms) * ms;
      const key = `${grain}|${bucket}|${currency}`;
      sums.set(key, { grain, bucket, currency, ...added(sums.get(key) ?? NO_SUMS, figures) });
    }
  }
  return { sums: [...sums.values()], payments: rows.length };
}

function added(a: KeptSums, b: KeptSums): KeptSums {
  return {
    paid: a.paid + b.paid,
    payments: a.payments + b.payments,
    refunded: a.refunded + b.refunded,
    refunds: a.refunds + b.refunds,
    paidOrders: a.paidOrders + b.paidOrders,
  };
}

function keptOf(reader: Reader, hour: number): KeyedSums[] {
  return GRAINS.flatMap(({ code }) =>
    reader.all<KeyedSums>(
      `SELECT grain, bucket, currency, paid, payments, refunded, refunds, paid_orders AS paidOrders FROM payment_rollups
       WHERE grain = ? AND bucket >= ? AND bucket < ?`,
      code,
      hour,
      hour + HOUR_MS,
    ),
  );
}

/** The next hour from a time on with a payment or a sum; null for none. */
function nextHour(reader: Reader, from: number): number | null {
  const starts = [
    reader.get<{ at: number | null }>('SELECT min(at) AS at FROM payments WHERE at >= ?', from),
    ...GRAINS.map(({ code }) =>
      reader.get<{ at: number | null }>(
        'SELECT min(bucket) AS at FROM payment_rollups WHERE grain = ? AND bucket >= ?',
        code,
        from,
      ),
    ),
  ].flatMap((row) => (row?.at == null ? [] : [row.at]));
  return starts.length === 0 ? null : Math.floor(Math.min(...starts) / HOUR_MS) * HOUR_MS;
}

/** What a recount has found. */
export type Recounted = Pick<FigureReport, 'payments' | 'sums' | 'total' | 'differences'> & {
  /** The hours in which sums differ, at most as many as differences are listed. */
  readonly hours: readonly number[];
};

/**
 * Counts all payments of the cache anew, hour by hour, and compares them with the sums that are kept. An hour is compared at once, so
 * that payments that come meanwhile change nothing. Yields after about `sliceMs`.
 */
export function* recount(reader: Reader, sliceMs: number): Slices<Recounted> {
  let [payments, sums, total] = [0, 0, 0];
  const differences: SumDifference[] = [];
  const hours: number[] = [];
  let began = performance.now();
  for (let hour = nextHour(reader, 0); hour !== null; hour = nextHour(reader, hour + HOUR_MS)) {
    const counted = countHour(reader, hour);
    const kept = keptOf(reader, hour);
    const found = differingSums(kept, counted.sums);
    payments += counted.payments;
    sums += Math.max(kept.length, counted.sums.length);
    total += found.length;
    if (found.length > 0 && hours.length < MAX_SUM_DIFFERENCES) hours.push(hour);
    differences.push(...found.slice(0, MAX_SUM_DIFFERENCES - differences.length));
    if (performance.now() - began >= sliceMs) {
      yield;
      began = performance.now();
    }
  }
  return { payments, sums, total, differences, hours };
}

/** Makes the sums of an hour what its payments add up to, as they are now. Runs in the writer's transaction. */
export function rebuildHour(reader: Reader, bind: BindTable, hour: number): void {
  const table = bind(sumsTable);
  const remove = table.remover();
  for (const { grain, bucket, currency } of keptOf(reader, hour)) remove(grain, bucket, currency);
  const { sums } = countHour(reader, hour);
  for (const { paidOrders, ...row } of sums) table.upsert({}, { ...row, paid_orders: paidOrders });
}
