import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { addSums, NO_PAYMENTS, type PaymentSums, paymentSuccess, revenueOf } from '#shared/domain/figures.ts';
import type { SoldGoods } from '#shared/domain/orders.ts';
import { EVERYWHERE, SUM_GRAINS, SUMS } from '#shared/domain/payment-sums.ts';
import { bucketEdges, localTime } from '#shared/domain/time.ts';
import { holds } from '../../store/held.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { periodOf, type ScopedPeriod } from './period.ts';
import { piecesOf } from './pieces.ts';
import { sumsBetween, total } from './sums.ts';

/*
 * Figures by product, category, location, hour of the week and method of payment. Each is read from sums: what it costs depends on
 * how many products or methods there are, not on how many payments.
 */

/** What was sold of an item. */
interface Sold {
  units: number;
  revenue: number;
}

const PRODUCTS = `SELECT item_id AS itemId, sum(units) AS units, sum(revenue) AS revenue FROM product_sums
  WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ? GROUP BY item_id`;

/** The goods of less than the finest bucket of products, from the payments themselves. */
const LEFT = `SELECT sold FROM payments INDEXED BY payments_by_time
  WHERE at >= ? AND at < ? AND currency = ? AND kind = 'payment' AND status = 'succeeded' AND settles_order = 1`;

/** Returns what was sold of each item between two instants, by its id. */
export function soldBetween(
  reader: Reader,
  from: number,
  to: number,
  { currency, locationId }: { readonly currency: string; readonly locationId: string | undefined },
): Map<string, Sold> {
  const sold = new Map<string, Sold>();
  const add = (itemId: string, units: number, revenue: number): void => {
    const of = sold.get(itemId);
    if (of === undefined) sold.set(itemId, { units, revenue });
    else {
      of.units += units;
      of.revenue += revenue;
    }
  };
  for (const piece of piecesOf([from, to], SUMS.products.grains)) {
    if (piece.grain === null) {
      const here = locationId === undefined ? '' : ' AND location_id = ?';
      const values = [piece.from, piece.to, currency, ...(locationId === undefined ? [] : [locationId])];
      for (const row of reader.all<{ sold: string }>(`${LEFT}${here}`, ...values))
        for (const { itemId, quantity, total: amount } of JSON.parse(row.sold) as SoldGoods[])
          add(itemId, quantity, amount);
      continue;
    }
    const code = SUM_GRAINS[piece.grain].code;
    const place = locationId ?? EVERYWHERE;
    for (const { itemId, units, revenue } of reader.all<Sold & { itemId: string }>(
      PRODUCTS,
      code,
      currency,
      place,
      piece.from,
      piece.to,
    ))
      add(itemId, units, revenue);
  }
  // What was counted and taken out again is nothing.
  for (const [itemId, { units, revenue }] of sold) if (units === 0 && revenue === 0) sold.delete(itemId);
  return sold;
}

/** Sorts by revenue, equal ones by name or id, and takes the first. */
function highest<T extends { readonly revenue: number }>(
  rows: Iterable<T>,
  nameOf: (row: T) => string,
  limit: number,
): T[] {
  return [...rows].sort((a, b) => b.revenue - a.revenue || (nameOf(a) < nameOf(b) ? -1 : 1)).slice(0, limit);
}

/** Lists the products of the orders that were paid in a scope, by what was paid for them. */
export function topProducts(
  reader: Reader,
  { limit, ...scope }: MethodInput<'live.top_products'>,
  now: number,
): MethodOutput<'live.top_products'> {
  const { from, to, currency } = periodOf(reader, scope, now);
  const sold = soldBetween(reader, from, to, { currency, locationId: scope.locationId });
  const rows = highest(
    [...sold].map(([itemId, of]) => ({ itemId, ...of })),
    ({ itemId }) => itemId,
    limit,
  ).map((row) => {
    const item = reader.get<{ sku: string; name: string }>(
      'SELECT sku, name FROM items WHERE id = ?',
      row.itemId,
    );
    return { ...row, sku: item?.sku ?? '', name: item?.name ?? row.itemId };
  });
  return { rows, known: holds(reader, 'payments', 'payment', from), asOf: asOf(reader, ['payments']) };
}

/** Lists the categories of the products that were paid in a scope; an item is in the category that it has now. */
export function topCategories(
  reader: Reader,
  { limit, ...scope }: MethodInput<'live.top_categories'>,
  now: number,
): MethodOutput<'live.top_categories'> {
  const period = periodOf(reader, scope, now);
  const { from, to } = period;
  const before = from - (to - from);
  const held = (since: number): boolean => holds(reader, 'payments', 'payment', since);
  const earlier = held(before) ? byCategory(reader, before, from, period, scope.locationId) : null;
  const rows = highest(
    [...byCategory(reader, from, to, period, scope.locationId)].map(([category, of]) => ({
      category,
      ...of,
      previous: earlier === null ? null : (earlier.get(category)?.revenue ?? 0),
    })),
    ({ category }) => category,
    limit,
  );
  return { rows, known: held(from), asOf: asOf(reader, ['payments', 'inventory']) };
}

function byCategory(
  reader: Reader,
  from: number,
  to: number,
  { currency }: ScopedPeriod,
  locationId: string | undefined,
): Map<string, Sold> {
  const categories = new Map<string, Sold>();
  const sold = soldBetween(reader, from, to, { currency, locationId });
  const named = new Map(
    reader
      .all<{ id: string; category: string }>(
        'SELECT i.id, i.category FROM json_each(?) j JOIN items i ON i.id = j.value',
        JSON.stringify([...sold.keys()]),
      )
      .map(({ id, category }) => [id, category]),
  );
  for (const [itemId, { units, revenue }] of sold) {
    const category = named.get(itemId) ?? '';
    const of = categories.get(category);
    if (of === undefined) categories.set(category, { units, revenue });
    else {
      of.units += units;
      of.revenue += revenue;
    }
  }
  return categories;
}

interface Place {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
}

/** The revenue and paid orders of each location or region, highest first. What no location has is under the empty id. */
export function salesBy(
  reader: Reader,
  { group, ...scope }: MethodInput<'live.sales_by'>,
  now: number,
): MethodOutput<'live.sales_by'> {
  const { from, to, currency } = periodOf(reader, scope, now);
  const before = from - (to - from);
  const held = (since: number): boolean => holds(reader, 'payments', 'payment', since);
  const places = reader.all<Place>('SELECT id, name, region FROM locations ORDER BY id LIMIT 1000');
  const at = (locationId: string | undefined): { now: PaymentSums; before: PaymentSums } => ({
    now: total(sumsBetween(reader, [from, to], { currency, locationId })),
    before: total(sumsBetween(reader, [before, from], { currency, locationId })),
  });
  const groups = new Map<string, { name: string; now: PaymentSums; before: PaymentSums }>();
  const put = (id: string, name: string, sums: { now: PaymentSums; before: PaymentSums }): void => {
    const of = groups.get(id) ?? { name, now: NO_PAYMENTS, before: NO_PAYMENTS };
    groups.set(id, { name, now: addSums(of.now, sums.now), before: addSums(of.before, sums.before) });
  };
  const rest = at(undefined);
  for (const { id, name, region } of places) {
    const sums = at(id);
    if (group === 'location') put(id, name, sums);
    else put(region ?? '', region ?? '', sums);
    rest.now = minus(rest.now, sums.now);
    rest.before = minus(rest.before, sums.before);
  }
  if (Object.values(rest.now).some((value) => value !== 0)) put('', '', rest);
  const rows = highest(
    [...groups].map(([id, sums]) => ({
      id,
      name: sums.name,
      revenue: revenueOf(sums.now),
      orders: sums.now.paidOrders,
      previous: held(before) ? revenueOf(sums.before) : null,
    })),
    ({ id }) => id,
    100,
  );
  return { rows, known: held(from), asOf: asOf(reader, ['payments', 'inventory']) };
}

function minus(a: PaymentSums, b: PaymentSums): PaymentSums {
  return addSums(a, {
    paid: -b.paid,
    payments: -b.payments,
    refunded: -b.refunded,
    refunds: -b.refunds,
    paidOrders: -b.paidOrders,
    failed: -b.failed,
    disputed: -b.disputed,
  });
}

/** Revenue and paid orders by weekday and hour of the workspace's clock. An hour that a clock has twice counts both. */
export function heat(
  reader: Reader,
  scope: MethodInput<'live.heat'>,
  now: number,
): MethodOutput<'live.heat'> {
  const { from, to, currency, timeZone } = periodOf(reader, scope, now);
  const edges = bucketEdges(from, to, 'hour', timeZone);
  const cells = Array.from({ length: 7 * 24 }, (_, i) => ({
    weekday: Math.floor(i / 24),
    hour: i % 24,
    revenue: 0,
    orders: 0,
  }));
  const sums = sumsBetween(reader, edges, { currency, locationId: scope.locationId });
  for (const [i, of] of sums.entries()) {
    const { weekday, hour } = localTime(edges[i] ?? from, timeZone);
    const cell = cells[weekday * 24 + hour];
    if (cell === undefined) continue;
    cell.revenue += revenueOf(of);
    cell.orders += of.paidOrders;
  }
  return {
    currency,
    timeZone,
    cells,
    known: holds(reader, 'payments', 'payment', from),
    asOf: asOf(reader, ['payments']),
  };
}

const METHODS = `SELECT method, outcome, sum(payments) AS payments, sum(amount) AS amount FROM method_sums
  WHERE grain = ? AND currency = ? AND location_id = ? AND bucket >= ? AND bucket < ? GROUP BY method, outcome`;

interface MethodRow {
  readonly method: string;
  readonly outcome: string;
  readonly payments: number;
  readonly amount: number;
}

/** The attempts to pay of a period, by method and by how they ended. */
function attempts(reader: Reader, from: number, to: number, currency: string, place: string): MethodRow[] {
  return piecesOf([from, to], SUMS.methods.grains).flatMap((piece) =>
    piece.grain === null
      ? []
      : reader.all<MethodRow>(METHODS, SUM_GRAINS[piece.grain].code, currency, place, piece.from, piece.to),
  );
}

/** How people paid: attempts by method, and why some failed. */
export function paymentMethods(
  reader: Reader,
  scope: MethodInput<'live.payment_methods'>,
  now: number,
): MethodOutput<'live.payment_methods'> {
  const { from, to, currency } = periodOf(reader, scope, now);
  const before = from - (to - from);
  const place = scope.locationId ?? EVERYWHERE;
  const held = (since: number): boolean => holds(reader, 'payments', 'payment', since);
  const rows = attempts(reader, from, to, currency, place);
  const earlier = held(before) ? attempts(reader, before, from, currency, place) : null;
  const of = (method: string | null, all: readonly MethodRow[]): PaymentSums => {
    const mine = all.filter((row) => method === null || row.method === method);
    const sum = (take: (row: MethodRow) => boolean, what: 'payments' | 'amount'): number =>
      mine.filter(take).reduce((n, row) => n + row[what], 0);
    return {
      ...NO_PAYMENTS,
      paid: sum(({ outcome }) => outcome === 'succeeded', 'amount'),
      payments: sum(({ outcome }) => outcome === 'succeeded', 'payments'),
      disputed: sum(({ outcome }) => outcome === 'disputed', 'payments'),
      failed: sum(({ outcome }) => outcome !== 'succeeded' && outcome !== 'disputed', 'payments'),
    };
  };
  const methods = [...new Set(rows.map(({ method }) => method))].map((method) => {
    const { paid, payments, disputed, failed } = of(method, rows);
    return {
      method,
      succeeded: payments + disputed,
      failed,
      amount: paid,
      rate: paymentSuccess({ payments, disputed, failed }),
      previousRate: earlier === null ? null : paymentSuccess(of(method, earlier)),
    };
  });
  const reasons = new Map<string, number>();
  for (const { outcome, payments } of rows)
    if (outcome !== 'succeeded' && outcome !== 'disputed')
      reasons.set(outcome, (reasons.get(outcome) ?? 0) + payments);
  return {
    currency,
    methods: methods
      .filter(({ succeeded, failed }) => succeeded + failed > 0)
      .sort((a, b) => b.amount - a.amount || (a.method < b.method ? -1 : 1))
      .slice(0, 50),
    reasons: [...reasons]
      .filter(([, count]) => count > 0)
      .map(([reason, count]) => ({ reason, count }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    known: held(from),
    asOf: asOf(reader, ['payments']),
  };
}
