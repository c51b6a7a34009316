import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { adjustment } from '../support/make/command.ts';
import { compareProjections } from '../support/projections.ts';
import { seeded } from '../support/random.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';

const KILLS = Number(process.env['QUAYSIDE_CHAOS_KILLS'] ?? 10);
const COMMANDS = Number(process.env['QUAYSIDE_CHAOS_COMMANDS'] ?? 120);
const RATE = 500;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

describe('exactness under kill -9 of both sides', () => {
  let shop: Shop;
  const seed = Number(process.env['QUAYSIDE_CHAOS_SEED'] ?? Date.now() % 100_000);
  const random = seeded(seed);

  beforeAll(async () => {
    shop = await openShop({ demo: ['--rate', String(RATE), '--seed', '7'] });
    await shop.bridge.call('session.sign_in_persona', { username: 'marco' });
  }, 120_000);

  afterAll(async () => {
    await shop?.stop();
  });

  it(`${KILLS} kills of each side at ${RATE} events/s with ${COMMANDS} commands: each event applied once, each command once (seed ${seed})`, async () => {
    const { bridge } = shop;
    await until(
      'the console is live',
      async () => (await bridge.call('connection.status', {})).state === 'live',
      120_000,
    );
    const list = await bridge.call('inventory.list', {
      after: null,
      limit: 50,
      search: '',
      locationId: null,
      category: null,
      status: 'any',
      archived: false,
      sort: 'sku',
      direction: 'asc',
    });
    expect(list.rows.length).toBeGreaterThan(20);

    const issued = new Map<string, string>();
    const issue = async (n: number): Promise<void> => {
      const row = list.rows[n % list.rows.length];
      if (!row) throw new Error('no rows');
      const id = uuidv7();
      const reference = `chaos-${n}`;
      const input = {
        id,
        type: 'inventory.adjust',
        data: adjustment(row, 1, reference),
      };
      // The host may be dead right now; the page's bridge says so after a while and the same id is handed in again.
      for (;;) {
        const result = await bridge.try('commands.submit', input);
        if (result.ok) break;
        expect(['unavailable', 'unauthenticated']).toContain(result.error.code);
        await pause(100);
      }
      issued.set(id, reference);
    };

    let killing = true;
    const commands = (async () => {
      for (let n = 0; n < COMMANDS; n += 1) {
        await issue(n);
        await pause(killing ? random() * 300 : 0);
      }
    })();
    const restarts = { console: 0, gateway: 0 };
    for (let n = 0; n < KILLS * 2; n += 1) {
      await pause(50 + random() * 900);
      if (n % 2 === 0) {
        await shop.console.kill();
        await pause(random() * 200);
        await shop.restartConsole();
        restarts.console += 1;
      } else {
        await shop.gateway.kill();
        await pause(random() * 200);
        await shop.restartGateway(true);
        restarts.gateway += 1;
      }
    }
    killing = false;
    expect(restarts).toEqual({ console: KILLS, gateway: KILLS });
    await commands;
    expect(issued.size).toBe(COMMANDS);

    // Let it come to rest: the gateway goes on without the demo, the console catches up and empties its outbox.
    await shop.gateway.stop();
    await shop.restartGateway(false);
    await until(
      'the outbox is empty',
      async () => (await bridge.call('app.diagnostics', {})).outboxPending === 0,
      120_000,
    );
    await until(
      'the console is live',
      async () => (await bridge.call('connection.status', {})).state === 'live',
      120_000,
    );
    const gatewayDb = new Database(join(shop.gatewayDir, 'gateway.db'), { readonly: true });
    try {
      const head = (): number => Number(gatewayDb.prepare('SELECT max(seq) FROM events').pluck().get());
      await until(
        'the console stands at the head',
        async () => {
          const { cursors } = await bridge.call('app.diagnostics', {});
          return Object.values(cursors).every((seq) => seq === head());
        },
        60_000,
      );

      await until(
        'all history is loaded',
        async () => (await bridge.call('history.ranges', {})).ranges.length === 0,
        120_000,
      );

      const effects = gatewayDb
        .prepare(
          "SELECT reference, count(*) AS n FROM movements WHERE reference LIKE 'chaos-%' GROUP BY reference",
        )
        .all() as { reference: string; n: number }[];
      expect(effects.length).toBe(COMMANDS);
      expect(effects.filter(({ n }) => n !== 1)).toEqual([]);
      expect(
        Number(gatewayDb.prepare('SELECT count(*) - max(seq) + min(seq) - 1 FROM events').pluck().get()),
      ).toBe(0);

      const diagnostics = await bridge.call('app.diagnostics', {});
      expect(diagnostics.refusedEvents).toBe(0);
      expect(diagnostics.quarantined).toBeNull();
      expect((await bridge.call('connection.status', {})).notice).toBeNull();

      // Sums kept event by event agree with the rows only if each event was counted once, in minutes and in hours.
      const cache = new Database(shop.cacheFile(), { readonly: true });
      try {
        const counted = cache
          .prepare(
            `SELECT coalesce(sum(amount) FILTER (WHERE kind = 'payment'), 0) AS paid,
                 coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refunded,
                 coalesce(sum(settles_order), 0) AS paidOrders FROM payments WHERE status = 'succeeded'`,
          )
          .get();
        const kept = cache
          .prepare(
            `SELECT sum(paid) AS paid, sum(refunded) AS refunded, sum(paid_orders) AS paidOrders
                 FROM sales_sums WHERE location_id = '' GROUP BY grain ORDER BY grain`,
          )
          .all();
        expect(kept).toEqual([counted, counted, counted, counted]);
      } finally {
        cache.close();
      }

      for (const channel of CHANNELS.filter((name) => name !== 'admin')) {
        const {
          gateway,
          console: cached,
          firstDifference,
        } = compareProjections(join(shop.gatewayDir, 'gateway.db'), shop.cacheFile(), channel);
        expect({ channel, firstDifference, ...cached }).toEqual({
          channel,
          firstDifference: null,
          ...gateway,
        });
      }
    } finally {
      gatewayDb.close();
    }
  }, 600_000);
});
