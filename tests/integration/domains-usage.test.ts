import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS } from '#shared/domain/time.ts';
import { RECORD_AGE_MS, usagePeriod } from '#shared/domain/usage.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { People } from '../support/people.ts';
import { until } from '../support/wait.ts';

/* What the gateway counts itself, and what other programs record. */
const START = Date.now();

let on: TestGateway;
let people: People;
let manager: string;
let now = START;

beforeAll(async () => {
  on = await startTestGateway({}, { clock: { now: () => now } });
  people = new People(on, () => now);
  manager = await on.token('manager');
  await people.as('inventory.create_location', { location: makeLocation({ id: 'shop' }) });
  await people.as('inventory.create_item', { item: makeItem({ id: 'tea', sku: 'TEA-1' }) });
  await people.as('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity: 500, reference: null });
});

afterAll(async () => {
  await on.stop();
});

/** What was used of a meter this month. */
const used = (meter: string): { sum: number; max: number } =>
  on.gateway.sql
    .prepare<[string, string], { sum: number; max: number }>(
      'SELECT coalesce(sum(sum), 0) AS sum, coalesce(max(max), 0) AS max FROM usage_days WHERE meter = ? AND day >= ?',
    )
    .get(meter, `${usagePeriod(START, 'UTC').key}-01`) ?? { sum: 0, max: 0 };
const record = async (data: object) => {
  const id = uuidv7({ msecs: now });
  const body = { quantity: 1, at: now, id, ...data };
  return (await people.ask('POST', '/api/v1/usage', { token: manager, body })).body;
};
/** Waits until a sweep has counted: minutes pass, and a commit each brings the sweeps forward. */
const counted = (what: string, fact: () => boolean): Promise<void> => {
  const minute = async (): Promise<boolean> => {
    now += MINUTE_MS + 1;
    await people.as('inventory.receive', { itemId: 'tea', locationId: 'shop', quantity: 1, reference: null });
    return fact();
  };
  // Not so often that the minutes end the sign-in.
  return until(what, minute, 30_000, 400);
};
const reached = (meter: string): number[] =>
  on.gateway.sql
    .prepare<[string], { percent: number }>(
      'SELECT percent FROM usage_thresholds WHERE meter = ? ORDER BY percent',
    )
    .all(meter)
    .map(({ percent }) => percent);
const told = (): string[] =>
  on.gateway.sql
    .prepare<[], { title: string }>(
      `SELECT title FROM notifications WHERE category = 'billing' ORDER BY title`,
    )
    .all()
    .map(({ title }) => title);
const setMeter = (data: object) =>
  people.command(manager, 'usage.set_meter', {
    name: 'Parcels',
    unit: 'parcels',
    aggregation: 'sum',
    quota: 100,
    thresholds: [80, 90, 100],
    seen: null,
    ...data,
  } as never);

describe('usage', () => {
  it('counts orders, seats, storage and calls, each once, and again after the next', async () => {
    const order = (n: number) =>
      people.as('orders.create', {
        orderId: `o${n}`,
        number: `N-${n}`,
        customer: null,
        currency: 'USD',
        locationId: 'shop',
        lines: [{ itemId: 'tea', quantity: 1, unitPrice: 300, total: 300 }],
      });
    for (let n = 0; n < 3; n += 1) await order(n);
    await order(3);
    await counted('the orders are counted', () => used('orders').sum === 4);
    expect(used('seats').max).toBe(
      on.gateway.sql
        .prepare<[], { n: number }>('SELECT count(*) AS n FROM users WHERE disabled_at IS NULL')
        .get()?.n,
    );
    expect(used('storage').max).toBeGreaterThan(100_000);
    const calls = used('api_calls').sum;
    for (let n = 0; n < 5; n += 1) await people.ask('GET', '/api/v1/usage', { token: manager });
    expect((await people.ask('GET', '/api/v1/usage')).status).toBe(401);
    await order(4);
    await counted('the next are counted', () => used('orders').sum === 5);
    await counted('the calls are counted', () => used('api_calls').sum >= calls + 5);
    expect(used('orders').sum).toBe(
      on.gateway.sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM orders').get()?.n,
    );
  });

  it('takes a record once, and refuses those that are too old, ahead, or of another meter', async () => {
    expect(await setMeter({ key: 'parcels' })).toMatchObject({ ok: true });
    expect(await record({ recordId: 'r1', meter: 'parcels', quantity: 30 })).toMatchObject({
      ok: true,
      result: { counted: true },
    });
    expect(await record({ recordId: 'r1', meter: 'parcels', quantity: 30 })).toMatchObject({
      ok: true,
      result: { counted: false },
    });
    expect(used('parcels').sum).toBe(30);
    // Yesterday's comes late; on the first of a month it is today's.
    const late = Math.max(usagePeriod(START, 'UTC').from, now - DAY_MS);
    await record({ recordId: 'r2', meter: 'parcels', quantity: 20, at: late });
    expect(used('parcels').sum).toBe(50);
    for (const [data, id, field] of [
      [{ meter: 'parcels', at: now - RECORD_AGE_MS - 1 }, 'usage_old', 'at'],
      [{ meter: 'parcels', at: now + 6 * MINUTE_MS }, 'usage_ahead', 'at'],
      [{ meter: 'boxes' }, 'unknown_meter', 'meter'],
      [{ meter: 'orders' }, 'meter_own', 'meter'],
    ] as const)
      expect(await record({ recordId: 'r3', ...data }), id).toMatchObject({
        ok: false,
        error: { field, why: { id } },
      });
    expect(used('parcels').sum).toBe(50);
  });

  it('tells each threshold once a month, of two at once the higher, and what a lower limit passes', async () => {
    await record({ recordId: 'r4', meter: 'parcels', quantity: 45 });
    expect(reached('parcels')).toEqual([80, 90]);
    expect(told()).toEqual(['Usage: 90 % of Parcels']);
    await record({ recordId: 'r5', meter: 'parcels', quantity: 1 });
    expect(told()).toHaveLength(1);
    expect(await setMeter({ key: 'parcels', quota: 96, seen: 1 })).toMatchObject({ ok: true });
    expect(reached('parcels')).toEqual([80, 90, 100]);
    expect(told()).toHaveLength(2);
    // Raised and reached again: it was told this month.
    await setMeter({ key: 'parcels', quota: 1000, seen: 2 });
    await setMeter({ key: 'parcels', quota: 90, seen: 3 });
    expect(told()).toHaveLength(2);
    const next = usagePeriod(START, 'UTC', 1);
    now = next.from + DAY_MS;
    manager = await on.token('manager');
    await record({ recordId: 'r6', meter: 'parcels', quantity: 75 });
    expect(told()).toHaveLength(3);
    now = START + 5 * MINUTE_MS;
    manager = await on.token('manager');
  });

  it('keeps how a meter is counted, and says who was faster', async () => {
    for (const [data, id] of [
      [{ key: 'parcels', seen: 1 }, 'meter_changed'],
      [{ key: 'parcels', aggregation: 'max', seen: 4 }, 'meter_fixed'],
      [{ key: 'orders', unit: 'boxes', seen: 0 }, 'meter_fixed'],
      [{ key: 'boxes', seen: 3 }, 'unknown_meter'],
    ] as const)
      expect(await setMeter(data), id).toMatchObject({ ok: false, error: { why: { id } } });
    for (const [data, field] of [
      [{ key: 'Big Boxes' }, 'key'],
      [{ key: 'boxes', quota: 0 }, 'quota'],
      [{ key: 'boxes', thresholds: [90, 80] }, 'thresholds'],
    ] as const)
      expect(await setMeter(data), field).toMatchObject({ ok: false, error: { code: 'invalid', field } });
    const agent = await on.token('agent');
    expect(
      await people.command(agent, 'usage.record', { recordId: 'x', meter: 'parcels', quantity: 1, at: now }),
    ).toMatchObject({
      error: { code: 'forbidden' },
    });
  });

  it('answers over REST what it has, and counts a request that is sent again once', async () => {
    const body = { meter: 'parcels', quantity: 4, recordId: 'rest-1' };
    for (const counted of [true, false])
      expect((await people.ask('POST', '/api/v1/usage', { token: manager, body })).body).toMatchObject({
        ok: true,
        result: { counted },
      });
    const { body: usage } = await people.ask('GET', '/api/v1/usage', { token: manager });
    expect(usage).toMatchObject({ period: usagePeriod(now, 'UTC').key });
    expect(
      (usage as { meters: { key: string; used: number }[] }).meters.find(({ key }) => key === 'parcels')
        ?.used,
    ).toBe(30 + 20 + 45 + 1 + 4);
  });
});
