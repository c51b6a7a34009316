import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_OPEN } from '#shared/bridge/alerts.ts';
import type { MethodOutput } from '#shared/bridge/index.ts';
import { pickThreshold, sourceOf } from '#shared/domain/inventory.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { ALL_STOCK } from '../support/cache.ts';
import { TestEngine } from '../support/engine.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation, makeThreshold } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';
import { runNow } from '../support/run-now.ts';

const USER = makeUser({ username: 'ada', role: 'admin' });

let shop: TestGateway;
let desk: TestEngine;

/** Stock of an item at a location, received at the gateway. */
function receive(itemId: string, locationId: string, quantity: number): void {
  runNow(shop.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
    context.dispatch('inventory.receive', { itemId, locationId, quantity, reference: null }),
  );
}

beforeEach(async () => {
  shop = await startTestGateway({ INVENTORY_LOW_STOCK_THRESHOLD: '25' });
  runNow(shop.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
    context.write(addUser, newUser(USER, null, context.now, true));
    context.dispatch('inventory.create_item', { item: makeItem({ id: 'tea' }) });
    for (const id of ['shop', 'depot'])
      context.dispatch('inventory.create_location', { location: makeLocation({ id }) });
  });
  desk = new TestEngine({
    token: async () => {
      const grant = await shop.gateway.auth.persona(USER.username);
      return grant.ok ? grant.value.accessToken : null;
    },
  });
});
afterEach(async () => {
  await desk.dispose();
  await shop.stop();
});

async function connect(): Promise<void> {
  const { id: userId, name: userName } = USER;
  await desk.open({ server: shop.url, userId, userName, permissions: PERMISSIONS });
}

/** What the list and the item page say of a level: on hand, limits and state. */
async function shown(locationId: string): Promise<readonly unknown[]> {
  const list = await desk.engine.read('inventory.list', ALL_STOCK);
  const page = await desk.engine.read('inventory.item', { itemId: 'tea' });
  if (!list.ok || !page.ok) return [];
  const rows: readonly MethodOutput<'inventory.list'>['rows'][number][] = list.value.rows;
  return [rows, page.value.levels].map((levels) => {
    const level = levels.find((one) => one.locationId === locationId);
    return level && { onHand: level.onHand, lowAt: level.lowAt, outAt: level.outAt, status: level.status };
  });
}

describe('the limits of stock', () => {
  it('are the workspace’s own where no threshold applies, on every page', async () => {
    receive('tea', 'shop', 20);
    await connect();
    const low = { onHand: 20, lowAt: 25, outAt: 0, status: 'low' };
    await desk.until(
      'a low level',
      async () => JSON.stringify(await shown('shop')) === JSON.stringify([low, low]),
    );
  });

  it('are those of a location’s threshold at that location, on every page', async () => {
    receive('tea', 'shop', 4);
    receive('tea', 'depot', 400);
    runNow(shop.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
      context.dispatch('inventory.set_threshold', {
        threshold: makeThreshold({ itemId: null, locationId: 'shop', category: null, lowAt: 5, outAt: 0 }),
        removed: false,
      }),
    );
    await connect();
    const low = { onHand: 4, lowAt: 5, outAt: 0, status: 'low' };
    const ok = { onHand: 400, lowAt: 25, outAt: 0, status: 'ok' };
    await desk.until('both levels', async () => {
      const both = [...(await shown('shop')), ...(await shown('depot'))];
      return JSON.stringify(both) === JSON.stringify([low, low, ok, ok]);
    });
    expect(desk.engine.status().refused).toBe(0);
  });

  it('come with the thresholds that set them, on the item page', async () => {
    receive('tea', 'shop', 4);
    receive('tea', 'depot', 400);
    const set = [
      makeThreshold({ itemId: 'tea', locationId: 'depot', lowAt: 30 }),
      makeThreshold({ category: 'Things', lowAt: 20 }),
      makeThreshold({ itemId: 'mug', lowAt: 1 }),
      makeThreshold({ category: 'Other', lowAt: 1 }),
    ];
    runNow(shop.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) => {
      context.dispatch('inventory.create_item', { item: makeItem({ id: 'mug' }) });
      for (const threshold of set) context.dispatch('inventory.set_threshold', { threshold, removed: false });
    });
    await connect();
    const applied = async (): Promise<unknown> => {
      const page = await desk.engine.read('inventory.item', { itemId: 'tea' });
      if (!page.ok) return null;
      const { item, levels, thresholds, defaults } = page.value;
      return {
        defaults,
        count: thresholds.length,
        levels: levels.map(({ locationId, lowAt }) => {
          const rule = pickThreshold(thresholds, { itemId: 'tea', locationId, category: item.category });
          return [locationId, lowAt, rule?.lowAt, rule && sourceOf(rule)];
        }),
      };
    };
    const expected = {
      defaults: { lowAt: 25, outAt: 0 },
      count: 2,
      levels: [
        ['depot', 30, 30, 'item'],
        ['shop', 20, 20, 'category'],
      ],
    };
    await desk.until('the rules', async () => JSON.stringify(await applied()) === JSON.stringify(expected));
  });
});

describe('the list of alerts', () => {
  it('shows what is available now beside what was when the alert was raised, and both ends of a resolved one', async () => {
    receive('tea', 'shop', 20);
    await connect();
    const listed = async (status: 'open' | 'resolved'): Promise<string> => {
      const list = await desk.engine.read('alerts.list', {
        filter: { ...ALL_OPEN, status },
        after: null,
        limit: 10,
      });
      if (!list.ok) return '';
      return JSON.stringify(
        list.value.rows.map(({ kind, raisedValue, value, valueNow, outcome }) => [
          kind,
          raisedValue,
          value,
          valueNow,
          outcome,
        ]),
      );
    };
    const shows = (status: 'open' | 'resolved', rows: unknown): Promise<void> =>
      desk.until(`${status} alerts`, async () => (await listed(status)) === JSON.stringify(rows));
    const adjust = (quantity: number): unknown =>
      runNow(shop.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
        context.dispatch('inventory.adjust', {
          itemId: 'tea',
          locationId: 'shop',
          change: { mode: 'delta', quantity },
          reason: 'test',
          reference: null,
        }),
      );
    await shows('open', [['low_stock', 20, 20, 20, null]]);
    adjust(-13);
    await shows('open', [['low_stock', 20, 20, 7, null]]);
    adjust(53);
    await shows('resolved', [['low_stock', 20, 60, null, 'recovered']]);
    await shows('open', []);
    adjust(-60);
    await shows('open', [['out_of_stock', 0, 0, 0, null]]);
  });
});
