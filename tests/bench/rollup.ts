import { join } from 'node:path';
import type { MethodInput, ReadName } from '#shared/bridge/index.ts';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { type Payment, type SoldGoods, soldGoods } from '#shared/domain/orders.ts';
import { DAY_MS, MINUTE_MS, WINDOWS } from '#shared/domain/time.ts';
import { PaymentSumsKeeper } from '../../src/main/engine/domains/orders/sums.ts';
import { askCache, openTestCache } from '../support/cache.ts';
import { temporaryFolder } from '../support/folders.ts';
import { makeBatches, makeEvent } from '../support/make/event.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makePayment } from '../support/make/order.ts';
import { seeded } from '../support/random.ts';
import { note, quantile, report, rounded } from './lib/report.ts';

/**
 * Milliseconds to read the figures of a window, in a cache whose sums have five million paid orders of sixty days, three lines each, of
 * 200 items at four locations: the 95th percentile over every read of the live page and every window. Floor: the same figures of
 * the last 24 hours counted anew from their payments. The payments of the last two days are real rows that came as events; those
 * before are only in the sums.
 */
const ORDERS = Number(process.env['ORDERS'] ?? 5_000_000);
const DAYS = 60;
const REAL_DAYS = 2;
const A_DAY = Math.round(ORDERS / DAYS);
const [ITEMS, PLACES] = [200, 4];
const ROUNDS = 40;
const NOW = Date.UTC(2026, 10, 22, 17, 23, 41);
const START = NOW - DAYS * DAY_MS;

const random = seeded(3);
const int = (below: number): number => Math.floor(random() * below);
const METHODS = ['card', 'card', 'card', 'invoice', 'cash'] as const;

/** The payment of the nth order; one in 25 attempts fails, one in 30 is a refund. */
function payment(n: number): Payment & { readonly sold: SoldGoods[] } {
  const lines = Array.from({ length: 3 }, () => {
    const quantity = 1 + int(3);
    return { itemId: `item-${int(ITEMS)}`, quantity, total: quantity * (500 + int(4_000)) };
  });
  const failed = n % 25 === 7;
  const refund = n % 30 === 11;
  const settles = !failed && !refund;
  return {
    ...makePayment({
      id: `p${n}`,
      orderId: `o${n}`,
      kind: refund ? 'refund' : 'payment',
      status: failed ? 'failed' : 'succeeded',
      reason: failed ? 'declined' : null,
      amount: lines.reduce((sum, { total }) => sum + total, 0),
      method: METHODS[n % METHODS.length] ?? 'card',
      at: Math.floor(START + ((n + random()) / ORDERS) * DAYS * DAY_MS),
      settlesOrder: settles,
      locationId: `place-${n % PLACES}`,
    }),
    sold: settles ? soldGoods(lines) : [],
  };
}

const folder = temporaryFolder('bench-rollup');
const { writer } = openTestCache(join(folder.path, 'cache.db'));
try {
  writer.setWorkspace({ timeZone: 'Europe/Berlin', currency: 'USD', stockLimits: DEFAULT_STOCK_LIMITS });
  const things = [
    ...Array.from({ length: PLACES }, (_, n) =>
      makeEvent('inventory.location_created', {
        location: makeLocation({ id: `place-${n}`, region: n % 2 === 0 ? 'West' : 'East' }),
      }),
    ),
    ...Array.from({ length: ITEMS }, (_, n) =>
      makeEvent('inventory.item_created', {
        item: makeItem({ id: `item-${n}`, category: `category-${n % 12}` }),
      }),
    ),
  ];
  for (const batch of makeBatches(things, 200)) writer.apply(batch);

  const began = performance.now();
  const real = A_DAY * REAL_DAYS;
  for (let n = 0; n < ORDERS - real; n += 20_000)
    writer.amend((bind) => {
      const keeper = new PaymentSumsKeeper(bind);
      for (let k = n; k < Math.min(n + 20_000, ORDERS - real); k += 1) keeper.count(payment(k), 1);
      for (const tally of keeper.tallies) tally.flush();
    });
  note(`sums of ${ORDERS - real} orders: ${rounded((performance.now() - began) / 1000)} s`);

  const events = Array.from({ length: real }, (_, i) => {
    const { sold, ...one } = payment(ORDERS - real + i);
    return one.kind === 'refund'
      ? makeEvent('payments.refunded', { payment: one, returned: [], lines: [] })
      : makeEvent('payments.received', { payment: one, sold });
  });
  const batches = makeBatches(events, 200);
  const applying = performance.now();
  for (const batch of batches) writer.apply(batch);
  const eventMs = (performance.now() - applying) / real;

  // What the sums of the same payments cost alone, in batches as large.
  const alone = performance.now();
  for (let n = ORDERS - real; n < ORDERS - real + 20_000; n += 200)
    writer.amend((bind) => {
      const keeper = new PaymentSumsKeeper(bind);
      for (const sign of [1, -1] as const)
        for (let k = n; k < n + 200; k += 1) keeper.count({ ...payment(k), at: START }, sign);
      for (const tally of keeper.tallies) tally.reset();
    });
  const countingMs = (performance.now() - alone) / 40_000;

  const reads = (window: (typeof WINDOWS)[number]): (readonly [ReadName, MethodInput<ReadName>])[] => [
    ['live.figures', { window }],
    ['live.figures', { window, locationId: 'place-1' }],
    ['live.chart', { window }],
    ['live.top_products', { window, limit: 10 }],
    ['live.top_categories', { window, limit: 10 }],
    ['live.sales_by', { window, group: 'location' }],
    ['live.heat', { window }],
    ['live.payment_methods', { window }],
  ];
  const all: number[] = [];
  const byWindow: Record<string, { p50: number; p95: number }> = {};
  const byRead = new Map<string, number[]>();
  for (const window of WINDOWS) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      for (const [name, input] of reads(window)) {
        const from = performance.now();
        askCache(writer, name, input, NOW - round * 7 * MINUTE_MS);
        const ms = performance.now() - from;
        // The first round fills SQLite's cache and the statements.
        if (round === 0) continue;
        times.push(ms);
        byRead.set(`${name} ${window}`, [...(byRead.get(`${name} ${window}`) ?? []), ms]);
      }
    byWindow[window] = { p50: rounded(quantile(times, 0.5), 2), p95: rounded(quantile(times, 0.95), 2) };
    all.push(...times);
  }
  const slowest = [...byRead]
    .map(([name, times]) => ({ name, p95: rounded(quantile(times, 0.95), 2) }))
    .sort((a, b) => b.p95 - a.p95)
    .slice(0, 6);

  const recounts = Array.from({ length: 5 }, () => {
    const from = performance.now();
    writer.db
      .prepare(
        `SELECT sum(amount) FILTER (WHERE kind = 'payment' AND status = 'succeeded') AS paid,
           sum(amount) FILTER (WHERE kind = 'refund' AND status = 'succeeded') AS refunded, count(*) FILTER (WHERE settles_order = 1) AS orders
         FROM payments INDEXED BY payments_by_time WHERE at >= ? AND at < ? AND currency = 'USD'`,
      )
      .get(NOW - DAY_MS, NOW);
    writer.db
      .prepare(
        `SELECT l.value ->> 'itemId' AS item, sum(l.value ->> 'total') AS revenue FROM payments p INDEXED BY payments_by_time, json_each(p.sold) l
         WHERE p.at >= ? AND p.at < ? AND p.currency = 'USD' AND p.status = 'succeeded' GROUP BY item ORDER BY revenue DESC LIMIT 10`,
      )
      .all(NOW - DAY_MS, NOW);
    return performance.now() - from;
  });
  const rows = Object.fromEntries(
    (['sales_sums', 'product_sums', 'method_sums'] as const).map((table) => [
      table,
      (writer.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n,
    ]),
  );
  const value = quantile(all, 0.95);
  const floor = quantile(recounts, 0.5);
  report({
    bench: 'rollup',
    value: rounded(value, 2),
    unit: 'ms',
    floor: rounded(floor, 1),
    ratio: rounded(value / floor, 4),
    orders: ORDERS,
    recounted: A_DAY,
    p50: rounded(quantile(all, 0.5), 2),
    windows: byWindow,
    monthToHour: rounded((byWindow['30d']?.p50 ?? 0) / (byWindow['1h']?.p50 ?? 1), 2),
    slowest,
    rows,
    sumBytesPerOrder: rounded(
      (writer.db
        .prepare(
          `SELECT sum(pgsize) AS n FROM dbstat WHERE name IN ('sales_sums', 'product_sums', 'method_sums')`,
        )
        .pluck()
        .get() as number) / ORDERS,
      1,
    ),
    microsecondsPerPayment: {
      applied: rounded(eventMs * 1000, 1),
      countingOfIt: rounded(countingMs * 1000, 1),
    },
  });
} finally {
  writer.close();
  folder.remove();
}
