import { addSums, NO_PAYMENTS, type PaymentSums, paymentFigures } from '#shared/domain/figures.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import type { Reader } from '../../store/reader.ts';
import { SUM_GRAINS } from '../../store/tallies.ts';

/** What is summed: payments in a currency, optionally those of a location's orders. */
export interface Summed {
  readonly currency: string;
  readonly locationId?: string | undefined;
}

type SumRow = PaymentSums & { readonly at: number };

const KEPT = `SELECT bucket AS at, paid, refunded, paid_orders AS paidOrders FROM payment_rollups
  WHERE grain = ? AND bucket >= ? AND bucket < ? AND currency = ?`;

function kept(reader: Reader, grain: keyof typeof SUM_GRAINS, from: number, to: number, currency: string) {
  return reader.all<SumRow>(KEPT, SUM_GRAINS[grain].code, from, to, currency);
}

/**
 * Reads the sums between the first and the last edge: hours, and the minutes of each hour in which there is an edge. So a sum
 * is exact to the minute, also where the hours of the zone are not those of UTC.
 */
function rollupRows(reader: Reader, edges: readonly number[], currency: string): SumRow[] {
  const [from, to] = [edges[0] ?? 0, edges.at(-1) ?? 0];
  const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;
  const cut = new Set(edges.filter((edge) => edge % HOUR_MS !== 0).map(hourOf));
  const hours = kept(reader, 'hour', from, to, currency).filter(({ at }) => !cut.has(at));
  const minutes = [...cut].flatMap((hour) =>
    kept(reader, 'minute', Math.max(from, hour), Math.min(to, hour + HOUR_MS), currency),
  );
  return [...hours, ...minutes];
}

/** The condition on a payment's order; payments do not say at which location they were made. */
export const AT_LOCATION = 'AND (SELECT location_id FROM orders o WHERE o.id = p.order_id) = ?';

/** Reads the payments of a location's orders one by one: sums are kept of all locations together. */
function locationRows(
  reader: Reader,
  edges: readonly number[],
  currency: string,
  locationId: string,
): SumRow[] {
  const rows = reader.all<Pick<Payment, 'at' | 'kind' | 'status' | 'amount'> & { settles: number }>(
    `SELECT p.at, p.kind, p.status, p.amount, p.settles_order AS settles FROM payments p INDEXED BY payments_by_time
     WHERE p.at >= ? AND p.at < ? AND p.currency = ? ${AT_LOCATION}`,
    edges[0] ?? 0,
    edges.at(-1) ?? 0,
    currency,
    locationId,
  );
  return rows.map(({ at, settles, ...payment }) => ({
    at,
    ...paymentFigures({ ...payment, settlesOrder: settles === 1 }),
  }));
}

/** Returns the index of the interval that contains an instant between the first and the last edge. */
function intervalOf(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Returns the sums of payments between each edge and the next. The edges are in whole minutes. Every number on the live page that
 * is about money or paid orders comes from here, so that a card, its chart and their table cannot differ.
 */
export function sumsBetween(reader: Reader, edges: readonly number[], of: Summed): PaymentSums[] {
  const rows =
    of.locationId === undefined
      ? rollupRows(reader, edges, of.currency)
      : locationRows(reader, edges, of.currency, of.locationId);
  const sums = edges.slice(1).map(() => NO_PAYMENTS);
  for (const row of rows) {
    const i = intervalOf(edges, row.at);
    sums[i] = addSums(sums[i] ?? NO_PAYMENTS, row);
  }
  return sums;
}

/** Returns the sum of sums. */
export function total(sums: readonly PaymentSums[]): PaymentSums {
  return sums.reduce(addSums, NO_PAYMENTS);
}

/** Returns the currencies, other than one, in which there were payments in a period. */
export function otherCurrencies(reader: Reader, from: number, to: number, currency: string): string[] {
  return reader
    .all<{ currency: string }>(
      `SELECT DISTINCT currency FROM payment_rollups WHERE grain = ? AND bucket > ? AND bucket < ? AND currency <> ? LIMIT 200`,
      SUM_GRAINS.hour.code,
      from - HOUR_MS,
      to,
      currency,
    )
    .map((row) => row.currency);
}
