import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import type { Scope } from '#shared/bridge/live.ts';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, WINDOWS } from '#shared/domain/time.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { askCache } from '../support/cache.ts';
import { cachePerFile } from '../support/cache-per-file.ts';
import { makeBatches } from '../support/make/event.ts';
import { SampleShop } from '../support/make/sample/shop.ts';

/*
 * The figures against a naive recount: rows are filtered and added up one by one, and days and hours are those that Intl writes.
 * Nothing of the code under test is used.
 */

const ZONES = ['UTC', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const WORKSPACE = { currency: 'USD', stockLimits: DEFAULT_STOCK_LIMITS };
const LENGTH = { '1h': HOUR_MS, '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS } as const;

const cache = cachePerFile('figures');
let payments: readonly Payment[];
let orders: ReadonlyMap<string, Order>;
let end: number;

beforeAll(() => {
  // About 80 days, with a change of the clock in Berlin and in Los Angeles.
  const events = new SampleShop(5, { stepMs: 29 * MINUTE_MS + 7_001 }).take(4_000);
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
  end = events.at(-1)?.at ?? 0;
  const rows = (channel: 'orders' | 'payments'): unknown[] =>
    [...cachedRows(cache.writer.db, channel)].map(({ row }) => row);
  payments = rows('payments') as Payment[];
  orders = new Map((rows('orders') as Order[]).map((order) => [order.id, order]));
});

const ask = <N extends ReadName>(name: N, input: MethodInput<N>, now: number): MethodOutput<N> =>
  askCache(cache.writer, name, input, now);

const names = new Map<string, Intl.DateTimeFormat>();
/** An instant as a clock and a calendar in the zone show it: `2026-11-21, 14`. */
function local(at: number, timeZone: string, grain: 'minute' | 'hour' | 'day'): string {
  const key = `${timeZone} ${grain}`;
  const format =
    names.get(key) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      ...(grain === 'day' ? {} : { hour: '2-digit', hourCycle: 'h23' }),
      ...(grain === 'minute' ? { minute: '2-digit' } : {}),
    });
  names.set(key, format);
  return format.format(at);
}

interface Recount {
  revenue: number;
  refunds: number;
  orders: number;
}

function recount(of: readonly Payment[]): Recount {
  const sum = { revenue: 0, refunds: 0, orders: 0 };
  for (const payment of of) {
    if (payment.kind === 'payment') sum.revenue += payment.amount;
    else {
      sum.revenue -= payment.amount;
      sum.refunds += payment.amount;
    }
    if (payment.settlesOrder) sum.orders += 1;
  }
  return sum;
}

/** The payments that figures of a scope count, by the rows alone. */
function counted(scope: Scope, now: number, timeZone: string, periodsBack = 0): Payment[] {
  const { window, locationId } = scope;
  const within = ({ at }: Payment): boolean => {
    if (typeof window !== 'string') {
      const day = local(at, timeZone, 'day');
      return day >= window.from && day <= window.to && at <= now;
    }
    const last = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS - periodsBack * LENGTH[window];
    return at >= last - LENGTH[window] && at < last;
  };
  return payments.filter(
    (payment) =>
      payment.status === 'succeeded' &&
      payment.currency === 'USD' &&
      (locationId === undefined || orders.get(payment.orderId)?.locationId === locationId) &&
      within(payment),
  );
}

function listed(scope: Scope, figure: 'revenue' | 'orders' | 'refunds', now: number): Payment[] {
  const rows: Payment[] = [];
  for (let after: string | null = null; ; ) {
    const page: MethodOutput<'live.payments'> = ask(
      'live.payments',
      { ...scope, figure, after, limit: 60 },
      now,
    );
    rows.push(...page.rows);
    if (page.next === null) return rows;
    after = page.next;
  }
}

const scopes = fc.record({
  window: fc.oneof(
    fc.constantFrom(...WINDOWS),
    fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 20 })),
  ),
  ago: fc.integer({ min: 0, max: 19 * DAY_MS }),
  zone: fc.constantFrom(...ZONES),
  located: fc.boolean(),
});

it('are what a recount of the rows gives, on the card, in the chart, in its table and in the list behind it', () => {
  const places = [...new Set([...orders.values()].map((order) => order.locationId))].filter(
    (id) => id !== null,
  );
  expect(places.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(scopes, ({ window: drawn, ago, zone, located }) => {
      const now = end - ago;
      cache.writer.setWorkspace({ ...WORKSPACE, timeZone: zone });
      const window =
        typeof drawn === 'string'
          ? drawn
          : {
              from: local(now - (drawn[0] + drawn[1]) * DAY_MS, zone, 'day'),
              to: local(now - drawn[0] * DAY_MS, zone, 'day'),
            };
      const [place] = places;
      const scope: Scope = located && place !== undefined ? { window, locationId: place } : { window };
      const rows = counted(scope, now, zone);
      const expected = recount(rows);

      const figures = ask('live.figures', scope, now);
      expect(figures).toMatchObject({ timeZone: zone });
      expect({
        revenue: figures.revenue.value,
        refunds: figures.refunds.value,
        orders: figures.orders.value,
      }).toEqual(expected);
      expect(figures.aov.value).toBe(
        expected.orders === 0 ? null : Math.round(expected.revenue / expected.orders),
      );
      if (typeof window === 'string')
        expect(figures.revenue.previous).toBe(recount(counted(scope, now, zone, 1)).revenue);
      expect(figures.revenue.spark.reduce((sum, value) => sum + value, 0)).toBe(expected.revenue);
      expect(figures.orders.spark.reduce((sum, value) => sum + value, 0)).toBe(expected.orders);

      const chart = ask('live.chart', scope, now);
      const total = (name: 'revenue' | 'refunds' | 'orders' | 'previous'): number =>
        chart.points.reduce((sum, point) => sum + point[name], 0);
      expect({ revenue: total('revenue'), refunds: total('refunds'), orders: total('orders') }).toEqual(
        expected,
      );
      expect(total('previous')).toBe(figures.revenue.previous);
      // Each point has what the clock and the calendar of the zone put under its label.
      const byLabel = (items: readonly { at: number; value: number }[]): Map<string, number> => {
        const sums = new Map<string, number>();
        for (const { at, value } of items) {
          const label = local(at, zone, chart.grain);
          sums.set(label, (sums.get(label) ?? 0) + value);
        }
        return new Map([...sums].filter(([, value]) => value !== 0).sort());
      };
      expect(byLabel(chart.points.map(({ at, revenue }) => ({ at, value: revenue })))).toEqual(
        byLabel(rows.map(({ at, kind, amount }) => ({ at, value: kind === 'payment' ? amount : -amount }))),
      );

      const ids = (of: readonly Payment[]): string[] => of.map(({ id }) => id).sort();
      expect(ids(listed(scope, 'revenue', now))).toEqual(ids(rows));
      expect(ids(listed(scope, 'refunds', now))).toEqual(ids(rows.filter(({ kind }) => kind === 'refund')));
      expect(ids(listed(scope, 'orders', now))).toEqual(ids(rows.filter((payment) => payment.settlesOrder)));
    }),
    { numRuns: 120 },
  );
});

it('rank products by the lines of paid orders, never by those of orders that were only placed', () => {
  fc.assert(
    fc.property(scopes, ({ window, ago, located }) => {
      const now = end - ago;
      cache.writer.setWorkspace({ ...WORKSPACE, timeZone: 'UTC' });
      const [place] = [...orders.values()].map((order) => order.locationId).filter((id) => id !== null);
      const period = typeof window === 'string' ? window : '7d';
      const scope: Scope =
        located && place !== undefined ? { window: period, locationId: place } : { window: period };
      const sold = new Map<string, { units: number; revenue: number }>();
      for (const payment of counted(scope, now, 'UTC')) {
        if (!payment.settlesOrder) continue;
        for (const { itemId, quantity, total } of orders.get(payment.orderId)?.lines ?? []) {
          const { units, revenue } = sold.get(itemId) ?? { units: 0, revenue: 0 };
          sold.set(itemId, { units: units + quantity, revenue: revenue + total });
        }
      }
      const { rows, known } = ask('live.top_products', { ...scope, limit: 50 }, now);
      expect(known).toBe(true);
      expect(rows).toHaveLength(Math.min(50, sold.size));
      for (const { itemId, units, revenue } of rows) expect(sold.get(itemId)).toEqual({ units, revenue });
      expect(rows.map(({ revenue }) => revenue)).toEqual(
        [...sold.values()]
          .map(({ revenue }) => revenue)
          .sort((a, b) => b - a)
          .slice(0, 50),
      );
    }),
    { numRuns: 40 },
  );
});

it('are unknown until the cache holds what they are made of', () => {
  const scope = { window: '7d' } as const;
  cache.writer.db.exec('SAVEPOINT unknown');
  try {
    const range = (from: number): void =>
      void cache.writer.db
        .prepare(
          `INSERT OR REPLACE INTO history (channel, kind, complete_from, window_from) VALUES (?, ?, ?, 0)`,
        )
        .run('payments', 'payment', from);
    range(end - 8 * DAY_MS);
    expect(ask('live.figures', scope, end).revenue).toMatchObject({
      known: true,
      previous: null,
      change: null,
    });
    range(end - 6 * DAY_MS);
    expect(ask('live.figures', scope, end)).toMatchObject({
      revenue: { known: false, value: null, spark: [] },
      orders: { known: false, value: null },
      openAlerts: { known: true },
    });
    expect(ask('live.chart', scope, end).known).toBe(false);
    expect(ask('live.top_products', { ...scope, limit: 5 }, end).known).toBe(false);
    cache.writer.db.exec('DELETE FROM cursors');
    const { revenue, openChats, openAlerts } = ask('live.figures', { window: '1h' }, end);
    for (const figure of [revenue, openChats, openAlerts])
      expect(figure).toMatchObject({ known: false, value: null });
  } finally {
    cache.writer.db.exec('ROLLBACK TO unknown; RELEASE unknown');
  }
});
