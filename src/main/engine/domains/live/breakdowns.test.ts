import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { FAILURE_REASONS, type Payment, type SoldGoods } from '#shared/domain/orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, WINDOW_SPEC, WINDOWS } from '#shared/domain/time.ts';
import { askCache, openTestCache } from '../../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../../tests/support/folders.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem, makeLocation } from '../../../../../tests/support/make/item.ts';
import { makePayment } from '../../../../../tests/support/make/order.ts';
import { readerOf } from '../../store/reader.ts';
import { finish } from '../../store/slices.ts';
import { piecesOf } from './pieces.ts';
import { recount } from './recount.ts';

/*
 * Every breakdown against a naive recount of the payments as they were last, with Intl's clock and calendar. Payments come out of
 * order, twice, and with another status later; the times are around both changes of the clock.
 */

let folder: TemporaryFolder;
beforeEach(() => {
  folder = temporaryFolder('breakdowns');
});
afterEach(() => folder.remove());

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns'];
const PLACES = [
  { id: 'shop', region: 'West' },
  { id: 'store', region: 'West' },
  { id: 'depot', region: null },
] as const;
const ITEMS = { tea: 'Drinks', mug: 'Kitchen', cup: 'Kitchen' } as const;
/** The clock changes in Berlin on 29 March and 25 October 2026, at 01:00 UTC. */
const CHANGES = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];

const drawn = fc.record({
  ago: fc.integer({ min: 0, max: 9 * DAY_MS }),
  kind: fc.constantFrom('payment', 'payment', 'payment', 'refund'),
  amount: fc.integer({ min: 1, max: 50_000 }),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'),
  locationId: fc.constantFrom('shop', 'store', 'depot', null),
  method: fc.constantFrom('card', 'invoice', 'cash'),
  reason: fc.constantFrom(...FAILURE_REASONS, 'the terminal caught fire'),
  settlesOrder: fc.boolean(),
  sold: fc.array(
    fc.record({
      itemId: fc.constantFrom('tea', 'mug', 'cup'),
      quantity: fc.integer({ min: 1, max: 5 }),
      total: fc.integer({ min: 0, max: 9_000 }),
    }),
    { maxLength: 3 },
  ),
});
const history = fc.record({
  payments: fc.array(drawn, { minLength: 1, maxLength: 30 }),
  told: fc.array(fc.record({ n: fc.nat(), status: fc.constantFrom('succeeded', 'failed', 'disputed') }), {
    minLength: 1,
    maxLength: 60,
  }),
  change: fc.constantFrom(...CHANGES),
  zone: fc.constantFrom(...ZONES),
  window: fc.constantFrom(...WINDOWS),
  place: fc.constantFrom('shop', 'depot', undefined),
});

type Known = Payment & { readonly sold: readonly SoldGoods[] };

function clock(at: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  return parts.format(at).replace(', ', ' ');
}
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

it('are what a recount of the payments gives, whatever came late, twice or corrected', () => {
  fc.assert(
    fc.property(history, ({ payments, told, change, zone, window, place }) => {
      const now = change + 4 * DAY_MS + 17 * MINUTE_MS;
      const { writer } = openTestCache(join(folder.path, `${Math.random()}.db`));
      try {
        const rows = payments.map(
          ({ ago, sold, ...rest }, n): Known => ({
            ...makePayment({ id: `p${n}`, ...rest, at: now - ago }),
            sold: rest.settlesOrder && rest.kind === 'payment' ? sold : [],
          }),
        );
        const last = new Map<string, Known>();
        const events = told.map(({ n, status }) => {
          const row = rows[n % rows.length] ?? rows[0];
          if (row === undefined) throw new Error('no payment');
          const { sold, ...payment } = {
            ...row,
            status: row.kind === 'refund' ? 'succeeded' : status,
          } as const;
          last.set(payment.id, { ...payment, sold });
          return payment.kind === 'refund'
            ? makeEvent('payments.refunded', { payment, returned: [], lines: [] })
            : makeEvent('payments.received', { payment, sold: [...sold] });
        });
        const things = [
          ...PLACES.map(({ id, region }) =>
            makeEvent('inventory.location_created', { location: makeLocation({ id, region }) }),
          ),
          ...Object.entries(ITEMS).map(([id, category]) =>
            makeEvent('inventory.item_created', { item: makeItem({ id, category }) }),
          ),
        ];
        const ordered = [...things, ...events].map((event, i) => ({ ...event, seq: i + 1 }));
        for (const batch of makeBatches(ordered, 7)) writer.apply(batch);
        writer.setWorkspace({ currency: 'EUR', timeZone: zone, stockLimits: DEFAULT_STOCK_LIMITS });
        expect(finish(recount(readerOf(writer.db), 1_000))).toMatchObject({
          total: 0,
          payments: last.size,
        });

        const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
          askCache(writer, name, input, now);
        const scope = place === undefined ? { window } : { window, locationId: place };
        const to = Math.floor(now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
        const { lengthMs } = WINDOW_SPEC[window];
        const within = (at: number, back = 0): boolean =>
          at >= to - (back + 1) * lengthMs && at < to - back * lengthMs;
        const of = (back: number, at: string | null | undefined = place): Known[] =>
          [...last.values()].filter(
            (one) =>
              one.currency === 'EUR' && within(one.at, back) && (at === undefined || one.locationId === at),
          );
        const worth = (all: readonly Known[]): number =>
          all
            .filter(({ status }) => status === 'succeeded')
            .reduce((sum, { kind, amount }) => sum + (kind === 'payment' ? amount : -amount), 0);
        const settled = (all: readonly Known[]): Known[] =>
          all.filter((one) => one.kind === 'payment' && one.status === 'succeeded' && one.settlesOrder);
        const soldOf = (all: readonly Known[], nameOf: (itemId: string) => string): Map<string, number[]> => {
          const sums = new Map<string, number[]>();
          for (const { itemId, quantity, total } of settled(all).flatMap(({ sold }) => sold)) {
            const [units = 0, revenue = 0] = sums.get(nameOf(itemId)) ?? [];
            sums.set(nameOf(itemId), [units + quantity, revenue + total]);
          }
          return sums;
        };

        const products = ask('live.top_products', { ...scope, limit: 50 });
        expect(new Map(products.rows.map((row) => [row.itemId, [row.units, row.revenue]]))).toEqual(
          soldOf(of(0), (id) => id),
        );
        const categories = ask('live.top_categories', { ...scope, limit: 50 });
        const categoryOf = (id: string): string => ITEMS[id as keyof typeof ITEMS];
        expect(new Map(categories.rows.map((row) => [row.category, [row.units, row.revenue]]))).toEqual(
          soldOf(of(0), categoryOf),
        );
        const earlier = soldOf(of(1), categoryOf);
        for (const row of categories.rows) expect(row.previous).toBe(earlier.get(row.category)?.[1] ?? 0);

        if (place === undefined) {
          const byPlace = ask('live.sales_by', { window, group: 'location' });
          for (const { id } of PLACES) {
            const row = byPlace.rows.find((one) => one.id === id);
            expect([row?.revenue, row?.orders, row?.previous]).toEqual([
              worth(of(0, id)),
              settled(of(0, id)).length,
              worth(of(1, id)),
            ]);
          }
          const total = byPlace.rows.reduce((sum, { revenue }) => sum + revenue, 0);
          expect(total).toBe(worth(of(0)));
          const byRegion = ask('live.sales_by', { window, group: 'region' });
          expect(byRegion.rows.find(({ id }) => id === 'West')?.revenue).toBe(
            worth([...of(0, 'shop'), ...of(0, 'store')]),
          );
          expect(byRegion.rows.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(total);
        }

        const { cells } = ask('live.heat', scope);
        const hot = new Map<string, number>();
        for (const one of of(0).filter(({ status }) => status === 'succeeded')) {
          const key = clock(one.at, zone);
          hot.set(key, (hot.get(key) ?? 0) + worth([one]));
        }
        expect(
          new Map(
            cells
              .filter(({ revenue }) => revenue !== 0)
              .map(({ weekday, hour, revenue }) => [
                `${DAYS[weekday]} ${String(hour).padStart(2, '0')}`,
                revenue,
              ]),
          ),
        ).toEqual(new Map([...hot].filter(([, value]) => value !== 0)));

        const paid = ask('live.payment_methods', scope);
        const attempts = of(0).filter(({ kind }) => kind === 'payment');
        for (const { method, succeeded, failed, amount } of paid.methods) {
          const mine = attempts.filter((one) => one.method === method);
          expect([succeeded, failed, amount]).toEqual([
            mine.filter(({ status }) => status !== 'failed').length,
            mine.filter(({ status }) => status === 'failed').length,
            worth(mine),
          ]);
        }
        expect(paid.methods.map(({ method }) => method).sort()).toEqual(
          [...new Set(attempts.map(({ method }) => method))].sort(),
        );
        const lost = attempts.filter(({ status }) => status === 'failed');
        expect(paid.reasons.reduce((sum, { count }) => sum + count, 0)).toBe(lost.length);
        expect(paid.reasons.find(({ reason }) => reason === 'declined')?.count ?? 0).toBe(
          lost.filter(({ reason }) => reason === 'declined').length,
        );

        const { refundRate, paymentSuccess, conversion } = ask('live.figures', scope);
        const taken = of(0).filter(({ kind, status }) => kind === 'payment' && status === 'succeeded');
        const back = of(0).filter(({ kind }) => kind === 'refund');
        const sum = (all: readonly Known[]): number => all.reduce((n, { amount }) => n + amount, 0);
        expect(refundRate.value).toBe(taken.length === 0 ? null : sum(back) / sum(taken));
        expect(paymentSuccess.value).toBe(
          attempts.length === 0 ? null : (attempts.length - lost.length) / attempts.length,
        );
        expect(conversion).toEqual({ value: null, previous: null, change: null, spark: [], known: true });
      } finally {
        writer.close();
      }
    }),
    { numRuns: 60 },
  );
}, 30_000);

it('cost the same for thirty days as for an hour: few buckets, none across an edge', () => {
  const size = { minute: MINUTE_MS, quarter: 15 * MINUTE_MS, hour: HOUR_MS, day: DAY_MS } as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000 }),
      fc.array(fc.integer({ min: 1, max: 43_200 }), { minLength: 1, maxLength: 4 }),
      (start, steps) => {
        const edges = [
          start,
          ...steps.map((_, i) => start + steps.slice(0, i + 1).reduce((a, b) => a + b, 0)),
        ].map((minute) => minute * MINUTE_MS);
        const pieces = piecesOf(edges, ['minute', 'quarter', 'hour', 'day']);
        let at = edges[0];
        for (const { grain, from, to } of pieces) {
          expect(from).toBe(at);
          if (grain === null) throw new Error('minutes are whole');
          expect([from % size[grain], to % size[grain]]).toEqual([0, 0]);
          at = to;
        }
        expect(at).toBe(edges.at(-1));
        const buckets = pieces.reduce(
          (n, { grain, from, to }) => n + (grain === null ? 0 : (to - from) / size[grain]),
          0,
        );
        // At each end 14 minutes, 3 quarters and 23 hours at most.
        expect(buckets).toBeLessThanOrEqual(steps.reduce((n, step) => n + 80 + Math.ceil(step / 1440), 0));
      },
    ),
  );
});
