import { NO_PAYMENTS, type PaymentSums, paymentFigures } from './figures.ts';
import { FAILURE_REASONS, type Payment, type SoldGoods } from './orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, QUARTER_MS } from './time.ts';

/**
 * The buckets in which sums are kept, of UTC, with their stored codes. They depend on no time zone, so that nothing is counted
 * again when the workspace's zone changes: reads put together the hours and days of a zone. All zones begin their hours at a
 * quarter of an hour of UTC.
 */
export const SUM_GRAINS = {
  minute: { code: 0, ms: MINUTE_MS },
  quarter: { code: 3, ms: QUARTER_MS },
  hour: { code: 1, ms: HOUR_MS },
  day: { code: 2, ms: DAY_MS },
} as const;
/** The name of a bucket's size. */
export type SumGrain = keyof typeof SUM_GRAINS;

/** A table of sums: by bucket of each grain and by keys. */
export interface SumShape {
  readonly table: string;
  readonly grains: readonly SumGrain[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/**
 * The sums that are kept of payments: what a location took, what was sold of a product, how people paid. Each cell exists for a
 * location and, under the empty name, for all together, so that the figures of the whole shop cost the same with fifty locations.
 * Products have no minutes: a row for each product and minute would be as much as the orders themselves. Reads take what is left
 * at the ends of a period from its payments.
 */
export const SUMS = {
  sales: {
    table: 'sales_sums',
    grains: ['minute', 'quarter', 'hour', 'day'],
    keys: ['currency', 'location_id'],
    values: ['paid', 'payments', 'refunded', 'refunds', 'paid_orders', 'failed', 'disputed'],
  },
  products: {
    table: 'product_sums',
    grains: ['quarter', 'hour', 'day'],
    keys: ['currency', 'location_id', 'item_id'],
    values: ['units', 'revenue'],
  },
  methods: {
    table: 'method_sums',
    grains: ['minute', 'hour', 'day'],
    keys: ['currency', 'location_id', 'method', 'outcome'],
    values: ['payments', 'amount'],
  },
} as const satisfies Readonly<Record<string, SumShape>>;
export type SumName = keyof typeof SUMS;
export const SUM_NAMES = ['sales', 'products', 'methods'] as const satisfies readonly SumName[];

/** The location of sums over all locations. */
export const EVERYWHERE = '';

/** What is counted of a payment. */
export type Counted = Pick<
  Payment,
  'at' | 'kind' | 'status' | 'amount' | 'currency' | 'method' | 'reason' | 'settlesOrder' | 'locationId'
> & { readonly sold: readonly SoldGoods[] };

/** What a payment adds to one cell: the cell's keys and the values, in the order of the shape. */
export interface Share {
  readonly keys: readonly string[];
  readonly values: readonly number[];
}

/** The values of sums in the order of their columns. */
function valuesOf(sums: PaymentSums): number[] {
  const { paid, payments, refunded, refunds, paidOrders, failed, disputed } = sums;
  return [paid, payments, refunded, refunds, paidOrders, failed, disputed];
}

/** The goods that a payment sold: those of the order that it completed, while its money is the shop's. */
function soldBy({ kind, status, settlesOrder, sold }: Counted): readonly SoldGoods[] {
  return kind === 'payment' && status === 'succeeded' && settlesOrder ? sold : [];
}

/** How an attempt to pay ended: `succeeded`, `disputed`, or why it failed. Reasons that are not known are `other`. */
function outcomeOf({ status, reason }: Pick<Counted, 'status' | 'reason'>): string {
  if (status !== 'failed') return status;
  return FAILURE_REASONS.find((known) => known === reason) ?? 'other';
}

/** Returns what a payment adds to each of the sums. */
export function sharesOf(payment: Counted): Readonly<Record<SumName, readonly Share[]>> {
  const { currency, kind, amount, method, locationId } = payment;
  const places = locationId === null ? [EVERYWHERE] : [EVERYWHERE, locationId];
  const figures = paymentFigures(payment);
  const sold = soldBy(payment);
  return {
    sales:
      figures === NO_PAYMENTS
        ? []
        : places.map((place) => ({ keys: [currency, place], values: valuesOf(figures) })),
    products: places.flatMap((place) =>
      sold.map(({ itemId, quantity, total }) => ({
        keys: [currency, place, itemId],
        values: [quantity, total],
      })),
    ),
    methods:
      kind === 'refund'
        ? []
        : places.map((place) => ({
            keys: [currency, place, method, outcomeOf(payment)],
            values: [1, amount],
          })),
  };
}
