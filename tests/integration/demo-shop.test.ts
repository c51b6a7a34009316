import { describe, expect, it } from 'vitest';
import { TIME_ZONE_SETTING } from '#shared/domain/admin.ts';
import { DAY_MS, HOUR_MS } from '#shared/domain/time.ts';
import { principalOf } from '../../src/gateway/auth/index.ts';
import { PERSONAS } from '../../src/gateway/demo/index.ts';
import { ORDERS_A_DAY } from '../../src/gateway/demo/rhythm.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import {
  demoShops,
  expectBreathing,
  expectSound,
  NOW,
  number,
  ordersBetween,
  queueOf,
  story,
} from '../support/demo-shops.ts';
import { temporaryFolder } from '../support/folders.ts';
import type { GatewayData } from '../support/gateway-data.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { runNow } from '../support/run-now.ts';
import { until } from '../support/wait.ts';

const { open, start, close } = demoShops();

describe('the demo shop', () => {
  it('is the same shop for the same seed, and another for another', async () => {
    const [a, b, c] = [await open(), await open(), await open()];
    for (const [gateway, seed] of [
      [a, 7],
      [b, 7],
      [c, 8],
    ] as const) {
      const demo = start(gateway, { seed });
      await demo.ready;
      await demo.dispose();
    }
    expect(story(a)).toEqual(story(b));
    expect(story(a)).not.toEqual(story(c));
    expectSound(a);
  });

  it('fills an empty database with a shop that looks alive', async () => {
    const gateway = await open();
    const demo = start(gateway, { historyDays: 6 });
    // Somebody can sign in long before the history is written.
    await until('the personas', () => number(gateway, 'SELECT count(*) FROM users WHERE persona = 1') === 4);
    expect(demo.phase()).toBe('filling');
    await demo.ready;
    expect(demo.phase()).toBe('live');
    expect(number(gateway, 'SELECT count(*) FROM items')).toBe(1862);
    expect(number(gateway, 'SELECT count(*) FROM locations')).toBe(2);
    const orders = number(gateway, 'SELECT count(*) FROM orders');
    expect(orders).toBeGreaterThan(5 * ORDERS_A_DAY);
    expect(orders).toBeLessThan(7 * ORDERS_A_DAY);
    expect(number(gateway, `SELECT count(*) FROM conversations WHERE status = 'resolved'`)).toBeGreaterThan(
      5,
    );
    expect(
      number(gateway, `SELECT count(*) FROM conversations WHERE status = 'open' AND assignee_id IS NULL`),
    ).toBeGreaterThan(1);
    expect(number(gateway, 'SELECT count(*) FROM alerts WHERE resolved_at IS NULL')).toBeLessThan(15);
    expect(
      number(
        gateway,
        `SELECT count(*) FROM events WHERE at > ${NOW} AND type NOT IN ('alerts.rule_changed')`,
      ),
    ).toBe(0);
    expectSound(gateway);
  });

  it('keeps the hours of the time zone that an administrator has set, not of the configured one', async () => {
    const timeZone = 'Asia/Tokyo';
    const placed = (gateway: GatewayData): number[] =>
      gateway.events().flatMap((event) => (event.type === 'orders.created' ? [event.at] : []));
    const [set, configured, other] = [
      await open(),
      await open(temporaryFolder(), { WORKSPACE_TIME_ZONE: timeZone }),
      await open(),
    ];
    await set.executor.run(SYSTEM_PRINCIPAL, NOW, (context) =>
      context.emit('admin.setting_changed', { setting: { key: TIME_ZONE_SETTING, value: timeZone } }),
    );
    for (const gateway of [set, configured, other]) {
      const demo = start(gateway, { historyDays: 1 });
      await demo.ready;
      await demo.dispose();
    }
    expect(placed(set)).toEqual(placed(configured));
    expect(placed(set)).not.toEqual(placed(other));
  });

  it('goes on after a kill at any moment as if nothing had been', async () => {
    const whole = await open();
    const demo = start(whole);
    await demo.ready;
    await demo.dispose();

    const folder = temporaryFolder();
    for (const commits of [3, 120, 300, 90, 200]) {
      const gateway = await open(folder);
      let left = commits;
      /** Written, not committed: the moment a kill is worst. */
      const dies =
        <T>(work: (context: CommandContext) => T): ((context: CommandContext) => T) =>
        (context) => {
          const value = work(context);
          left -= 1;
          if (left <= 0) throw new Error('killed');
          return value;
        };
      const { executor } = gateway;
      const dying: GatewayData = {
        ...gateway,
        executor: {
          ...executor,
          run: (principal, now, work) => executor.run(principal, now, dies(work)),
          together: (work) =>
            executor.together((run) => work((principal, now, piece) => run(principal, now, dies(piece)))),
        },
      };
      const killed = start(dying);
      await until('the gateway died', () => left <= 0);
      await killed.dispose();
      close(gateway);
    }
    const gateway = await open(folder);
    const last = start(gateway);
    await last.ready;
    await last.dispose();
    expect(story(gateway)).toEqual(story(whole));
    expectSound(gateway);
  });

  it('lives on: orders, payments, fulfilments, also over a restart', async () => {
    const folder = temporaryFolder();
    let gateway = await open(folder);
    const options = { historyDays: 1, speed: 5000, now: () => Date.now() };
    const first = start(gateway, options);
    await first.ready;
    const before = number(gateway, 'SELECT count(*) FROM orders');
    await until('five more orders', () => number(gateway, 'SELECT count(*) FROM orders') >= before + 5);
    await first.dispose();
    const head = gateway.log.head();
    await new Promise((resolve) => setTimeout(resolve, 150));
    // The gateway itself still looks at alerts whose time has come, and pays out.
    const after = `SELECT count(*) FROM events WHERE seq > ${head} AND type NOT LIKE 'alerts.%' AND type NOT LIKE 'payments.payout%'`;
    expect(number(gateway, after)).toBe(0);
    close(gateway);

    gateway = await open(folder);
    const second = start(gateway, options);
    await second.ready;
    const since = (type: string): number =>
      number(gateway, `SELECT count(*) FROM events WHERE seq > ${head} AND type = '${type}'`);
    await until(
      'orders, payments and fulfilments',
      () => since('orders.created') >= 3 && since('payments.received') >= 3 && since('orders.fulfilled') >= 3,
    );
    await second.dispose();
    expectSound(gateway);
  });

  it('leaves a database with a shop of its own alone', async () => {
    const gateway = await open();
    const manager = PERSONAS[2];
    if (!manager) throw new Error('no manager');
    runNow(gateway.executor, principalOf(manager), NOW, (context) => {
      context.dispatch('inventory.create_location', {
        location: makeLocation({ id: 'here' }),
      });
      context.dispatch('inventory.create_item', {
        item: makeItem({ id: 'own', category: 'Own', price: 1, currency: 'EUR' }),
      });
    });
    const demo = start(gateway);
    await demo.ready;
    expect(demo.phase()).toBe('idle');
    expect(number(gateway, 'SELECT count(*) FROM items')).toBe(1);
  });
});

describe('a demo shop that was stopped', () => {
  it('fills the time since, in slices, with what the shop would have done', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const before = start(first, { historyDays: 2 });
    await before.ready;
    await before.dispose();
    close(first);

    const gateway = await open(folder);
    const later = NOW + 3 * DAY_MS;
    const slices: number[] = [];
    const { executor } = gateway;
    const counted: GatewayData = {
      ...gateway,
      executor: {
        ...executor,
        together: (work) =>
          executor.together((run) => {
            let pieces = 0;
            const value = work((principal, at, piece) => {
              pieces += 1;
              return run(principal, at, piece);
            });
            slices.push(pieces);
            return value;
          }),
      },
    };
    const head = gateway.log.head();
    const demo = start(counted, { historyDays: 60, now: () => later });
    await demo.ready;
    await demo.dispose();
    expect(Math.max(...slices)).toBeLessThanOrEqual(200);
    expect(slices.length).toBeGreaterThan(10);
    // As busy as before the stop, day by day, and nothing of the future.
    for (let day = 0; day < 3; day += 1) {
      const orders = ordersBetween(gateway, NOW + day * DAY_MS, NOW + (day + 1) * DAY_MS);
      expect(Math.abs(orders - ORDERS_A_DAY)).toBeLessThan(5 * Math.sqrt(ORDERS_A_DAY));
    }
    const filled = gateway.events().filter(({ seq, actor }) => seq > head && actor?.id === 'shop');
    expect(filled.every(({ at }) => at <= later)).toBe(true);
    const times = gateway.sql.raw
      .prepare<[], number>('SELECT placed_at FROM orders ORDER BY placed_at')
      .pluck()
      .all();
    const longest = times.reduce((gap, at, n) => Math.max(gap, at - (times[n - 1] ?? at)), 0);
    expect(longest).toBeLessThan(5 * HOUR_MS);
    expectBreathing(queueOf(gateway).filter(({ at }) => at > NOW && at <= later));
    expectSound(gateway);
  });

  it('makes up for no more than the history of a new one', async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    const before = start(first, { historyDays: 1 });
    await before.ready;
    await before.dispose();
    close(first);

    const gateway = await open(folder);
    const later = NOW + 400 * DAY_MS;
    const demo = start(gateway, { historyDays: 2, now: () => later });
    await demo.ready;
    await demo.dispose();
    expect(ordersBetween(gateway, NOW, later - 2 * DAY_MS)).toBe(0);
    expect(ordersBetween(gateway, later - 2 * DAY_MS, later)).toBeGreaterThan(ORDERS_A_DAY);
    expectSound(gateway);
  });
});
