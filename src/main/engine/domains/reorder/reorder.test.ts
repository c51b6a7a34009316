import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { DEFAULT_STOCK_LIMITS, type Movement } from '#shared/domain/inventory.ts';
import type { Order, Payment } from '#shared/domain/orders.ts';
import { DEFAULT_POLICY } from '#shared/domain/reorder.ts';
import { DAY_MS, dayOf, MINUTE_MS } from '#shared/domain/time.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem, makeMovement } from '../../../../../tests/support/make/item.ts';
import { SampleShop } from '../../../../../tests/support/make/sample/shop.ts';
import { seeded } from '../../../../../tests/support/random.ts';
import { cachedRows } from '../../threads/cache.ts';

/* What the reads say against a recount of the rows, one by one. */

const ZONE = 'America/Los_Angeles';
const cache = cachePerFile('reorder');
let movements: readonly Movement[];
let payments: readonly Payment[];
let orders: ReadonlyMap<string, Order>;
let now: number;

beforeAll(() => {
  const events: AnyEvent[] = new SampleShop(7, { stepMs: 29 * MINUTE_MS + 7_001 }).take(5_000);
  now = (events.at(-1)?.at ?? 0) + 1;
  events.push(...trade(events.at(-1)?.seq ?? 0));
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
  cache.writer.setWorkspace({ timeZone: ZONE, currency: 'USD', stockLimits: DEFAULT_STOCK_LIMITS });
  const rowsOf = <T>(channel: 'inventory' | 'payments' | 'orders', kind: string): T[] =>
    [...cachedRows(cache.writer.db, channel)].filter((one) => one.kind === kind).map(({ row }) => row as T);
  movements = rowsOf<Movement>('inventory', 'movement');
  payments = rowsOf<Payment>('payments', 'payment');
  orders = new Map(rowsOf<Order>('orders', 'order').map((order) => [order.id, order]));
});

/** Sales of 75 days that were booked afterwards, as an import books them: a few items sell, run out and come in again. */
function* trade(afterSeq: number): Generator<AnyEvent> {
  const random = seeded(3);
  const int = (n: number): number => Math.floor(random() * n);
  let seq = afterSeq;
  const next = () => {
    seq += 1;
    return { seq, at: 0 };
  };
  const items = ['tea', 'mug', 'pot', 'jug'];
  for (const [n, id] of items.entries())
    yield makeEvent(
      'inventory.item_created',
      { item: makeItem({ id, sku: id, name: id, cost: 100 + n * 37, currency: 'USD' }) },
      next(),
    );
  const levels = new Map<string, number>();
  const start = now - 75 * DAY_MS;
  for (let n = 0; n < 1_500; n += 1) {
    const at = start + Math.floor((n / 1_500) * 75 * DAY_MS);
    const [itemId, locationId] = [items[int(4)] ?? 'tea', `loc-${int(2)}`];
    const key = `${itemId}:${locationId}`;
    const before = levels.get(key) ?? 0;
    const sold = before > 0 && random() < 0.9;
    const delta = sold ? -Math.min(before, 1 + int(4)) : random() < 0.2 ? 5 + int(30) : 0;
    levels.set(key, before + delta);
    const type = sold ? (random() < 0.5 ? 'sold' : 'fulfilled') : 'received';
    yield makeEvent(
      'inventory.stock_adjusted',
      {
        movements: [
          makeMovement({ type, itemId, locationId, deltaOnHand: delta, onHandAfter: before + delta }),
        ],
        reason: 'r',
        reference: null,
      },
      { ...next(), at },
    );
  }
}

const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(cache.writer, name, input, now);

const ALL = {
  after: null,
  limit: 200,
  search: '',
  locationId: null,
  category: null,
  supplierId: null,
  itemClass: null,
  need: 'any',
  sort: 'name',
  direction: 'asc',
} as const satisfies MethodInput<'reorder.list'>;

/** The units of an item that left for orders, by day. */
function soldByDay(itemId: string, locationId: string | null): Map<string, number> {
  const days = new Map<string, number>();
  for (const move of movements) {
    const here = move.itemId === itemId && (locationId === null || move.locationId === locationId);
    if (!here || (move.type !== 'fulfilled' && move.type !== 'sold')) continue;
    const day = dayOf(move.at, ZONE);
    days.set(day, (days.get(day) ?? 0) - move.deltaOnHand);
  }
  return days;
}

describe('the list of what to order', () => {
  it('has the sales of the days in stock, for each location and all together', () => {
    const places = [null, ...new Set(movements.map(({ locationId }) => locationId))];
    let [compared, outs] = [0, 0];
    for (const locationId of places) {
      for (const row of ask('reorder.list', { ...ALL, locationId }).rows) {
        const { days } = ask('reorder.item', { itemId: row.itemId, locationId });
        const sold = soldByDay(row.itemId, locationId);
        expect(days.map((day) => day.sold)).toEqual(days.map(({ at }) => sold.get(dayOf(at, ZONE)) ?? 0));
        const counted = days.filter(({ inStock }) => inStock);
        expect(row.daysInStock).toBe(counted.length);
        const mean = counted.reduce((sum, day) => sum + day.sold, 0) / counted.length;
        if (counted.length === 0) expect(row.demand).toBeNull();
        else expect(row.demand).toBeCloseTo(mean, 9);
        if ((row.demand ?? 0) > 0) compared += 1;
        outs += days.length - counted.length;
      }
    }
    expect(compared).toBeGreaterThanOrEqual(12);
    expect(outs).toBeGreaterThan(0);
  });

  it('gives the same rows in pages as at once, in every order', () => {
    for (const sort of ['cover', 'sku', 'suggested', 'value'] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const whole = ask('reorder.list', { ...ALL, sort, direction });
        const paged: string[] = [];
        let after: string | null = null;
        do {
          const page: MethodOutput<'reorder.list'> = ask('reorder.list', {
            ...ALL,
            sort,
            direction,
            after,
            limit: 3,
          });
          paged.push(...page.rows.map(({ itemId }) => itemId));
          after = page.next;
        } while (after !== null);
        expect(paged).toEqual(whole.rows.map(({ itemId }) => itemId));
        expect(whole.total).toBe(paged.length);
      }
    }
  });

  it('counts what needs an order now, and lists just that', () => {
    const all = ask('reorder.list', ALL);
    const due = all.rows.filter(({ needsOrder }) => needsOrder);
    const listed = ask('reorder.list', { ...ALL, need: 'now' });
    expect(listed.rows).toEqual(due);
    expect(all.now).toBe(due.length);
  });

  it('knows classes by the revenue of paid orders', () => {
    const from = Date.parse(`${dayOf(now - 90 * DAY_MS, ZONE)}T00:00:00-08:00`);
    const today = dayOf(now, ZONE);
    const revenue = new Map<string, number>();
    for (const payment of payments) {
      if (!payment.settlesOrder || payment.kind !== 'payment' || payment.currency !== 'USD') continue;
      if (payment.at < from || dayOf(payment.at, ZONE) === today) continue;
      for (const line of orders.get(payment.orderId)?.lines ?? [])
        revenue.set(line.itemId, (revenue.get(line.itemId) ?? 0) + line.total);
    }
    const listed = ask('valuation.list', { locationId: null, itemClass: null, after: null, limit: 200 });
    expect(new Map(listed.rows.map((row) => [row.itemId, row.revenue]))).toEqual(
      new Map(listed.rows.map((row) => [row.itemId, revenue.get(row.itemId) ?? 0])),
    );
    const first = listed.rows.toSorted((a, b) => (b.revenue ?? 0) - (a.revenue ?? 0))[0];
    expect(first?.itemClass).toBe('A');
  });

  it('follows the terms, also those that are not confirmed', () => {
    const before = ask('reorder.list', ALL).rows.find(({ safetyStock }) => (safetyStock ?? 0) > 0);
    const policy = { ...DEFAULT_POLICY, serviceLevel: 99, revision: 1 };
    cache.outbox
      .prepare(
        `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect)
         VALUES ('p', 1, 'agent-1', 'reorder.set_policy', 's', '{}', 'queued', 1, ?)`,
      )
      .run(JSON.stringify({ kind: 'reorder_policy', policy }));
    const after = ask('reorder.list', ALL).rows.find(({ itemId }) => itemId === before?.itemId);
    expect(after?.safetyStock).toBeCloseTo(((before?.safetyStock ?? 0) * 2.3263) / 1.6449, 6);
    expect(ask('reorder.policy', {})).toMatchObject({ pending: true, confirmed: 0, policy });
    cache.outbox.prepare("DELETE FROM outbox WHERE id = 'p'").run();
  });

  it('says that the demand is unknown while the days are not held', () => {
    cache.writer.db
      .prepare(
        "INSERT INTO history (channel, kind, complete_from, window_from) VALUES ('inventory', 'movement', ?, 0)",
      )
      .run(now - DAY_MS);
    const list = ask('reorder.list', ALL);
    expect(list.window).toMatchObject({ known: false, heldSince: now - DAY_MS });
    expect(list.rows.every((row) => row.demand === null && row.suggested === null)).toBe(true);
    expect(list.unknown).toBe(list.total);
    const test = { weeks: 4, locationId: null, after: null } as const;
    expect(ask('reorder.backtest', test).rows).toBeNull();
    const itemId = list.rows[0]?.itemId ?? '';
    expect(ask('valuation.item', { itemId, locationId: null, days: 30 })).toMatchObject({
      known: false,
      figures: null,
    });
    cache.writer.db.prepare('DELETE FROM history').run();
    expect(ask('reorder.list', ALL).window.known).toBe(true);
  });
});

describe('the back-test', () => {
  it('goes through all items', () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const slice: MethodOutput<'reorder.backtest'> = ask('reorder.backtest', {
        weeks: 4,
        locationId: null,
        after,
      });
      seen.push(...(slice.rows ?? []).map(({ itemId }) => itemId));
      after = slice.next;
      expect(slice.done).toBe(seen.length);
      expect(slice.total).toBe(ask('reorder.list', ALL).total);
    } while (after !== null);
    expect(new Set(seen).size).toBe(ask('reorder.list', ALL).total);
  });
});

describe('the value of the stock', () => {
  const costs = (): Map<string, number | null> =>
    new Map(
      ask('valuation.list', { locationId: null, itemClass: null, after: null, limit: 200 }).rows.map(
        (row) => [row.itemId, row.unitCost],
      ),
    );

  it('is that of the movements up to the end of each day', () => {
    const unit = costs();
    const { points, locations } = ask('valuation.days', { days: 30 });
    expect(points.length).toBe(32);
    for (const { at, values } of points) {
      const expected = locations.map(({ id }) =>
        movements
          .filter((move) => move.locationId === id && (move.at < at || at === now))
          .reduce((sum, move) => sum + move.deltaOnHand * (unit.get(move.itemId) ?? 0), 0),
      );
      expect(values).toEqual(expected);
    }
  });

  it('is the same in the sums, the locations and the list', () => {
    const { rows, totals, locations } = ask('valuation.list', {
      locationId: null,
      itemClass: null,
      after: null,
      limit: 200,
    });
    const sum = (all: readonly { readonly value: number | null }[]): number =>
      all.reduce((total, one) => total + (one.value ?? 0), 0);
    expect(sum(totals)).toBe(sum(rows));
    expect(sum(locations)).toBe(sum(rows));
  });
});

describe('the history of an item', () => {
  it('ends with what is on hand, has at most 300 points, and sells what the ledger says', () => {
    for (const { itemId } of ask('reorder.list', ALL).rows.slice(0, 8)) {
      const own = movements.filter((move) => move.itemId === itemId);
      const onHand = own.reduce((sum, move) => sum + move.deltaOnHand, 0);
      const history = ask('valuation.item', { itemId, locationId: null, days: 30 });
      expect(history.points.length).toBeLessThanOrEqual(300);
      expect(history.points.at(-1)?.onHand).toBe(onHand);
      const days = [...soldByDay(itemId, null)].filter(
        ([day]) => day >= dayOf(history.from, ZONE) && day < dayOf(now, ZONE),
      );
      expect(history.figures?.sold).toBe(days.reduce((sum, [, sold]) => sum + sold, 0));
    }
  });
});
