import { addSums, NO_PAYMENTS, type PaymentSums } from '#shared/domain/figures.ts';
import { EVERYWHERE, SUM_GRAINS, SUMS } from '#shared/domain/payment-sums.ts';
import { HOUR_MS } from '#shared/domain/time.ts';
import type { Reader } from '../../store/reader.ts';
import { piecesOf } from './pieces.ts';

/** What is summed: payments in a currency, optionally those of a location's orders. */
export interface Summed {
  readonly currency: string;
  readonly locationId?: string | undefined;
}

type SumRow = PaymentSums & { readonly at: number };

const KEPT = `SELECT bucket AS at, paid, payments, refunded, refunds, paid_orders AS paidOrders, failed, disputed FROM sales_sums
  WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ?`;

/** The sums of the buckets that make up the intervals between the edges, which are in whole minutes. */
function rowsBetween(reader: Reader, edges: readonly number[], { currency, locationId }: Summed): SumRow[] {
  return piecesOf(edges, SUMS.sales.grains).flatMap(({ grain, from, to }) =>
    grain === null
      ? []
      : reader.all<SumRow>(KEPT, SUM_GRAINS[grain].code, currency, locationId ?? EVERYWHERE, from, to),
  );
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
  const sums = edges.slice(1).map(() => NO_PAYMENTS);
  for (const row of rowsBetween(reader, edges, of)) {
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
  const found: string[] = [];
  // Each next currency is one step in the index, however many hours there are of it.
  for (let last = ''; found.length < 200; ) {
    const next = reader.get<{ currency: string | null }>(
      'SELECT min(currency) AS currency FROM sales_sums WHERE grain = ? AND currency > ?',
      SUM_GRAINS.hour.code,
      last,
    )?.currency;
    if (next == null) break;
    last = next;
    if (next !== currency && hasSums(reader, next, from, to)) found.push(next);
  }
  return found;
}

function hasSums(reader: Reader, currency: string, from: number, to: number): boolean {
  return (
    reader.get(
      'SELECT 1 FROM sales_sums WHERE grain = ? AND currency = ? AND location_id = ? AND bucket > ? AND bucket < ? LIMIT 1',
      SUM_GRAINS.hour.code,
      currency,
      EVERYWHERE,
      from - HOUR_MS,
      to,
    ) !== undefined
  );
}
