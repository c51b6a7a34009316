import pino from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { ROLE_PERMISSIONS } from '#shared/protocol/permissions.ts';
import { loadConfig } from '../../src/gateway/config.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { Principal } from '../../src/gateway/kernel.ts';
import { createGateway } from '../../src/gateway/server.ts';
import { temporaryFolder } from '../support/folders.ts';
import { adjustment } from '../support/make/command.ts';
import { makeItem } from '../support/make/item.ts';
import { openShop } from '../support/shop.ts';
import { until } from '../support/wait.ts';
import { bareStock } from './lib/bare-stock.ts';
import { loopsOf } from './lib/loops.ts';
import { median, note, quantile, report, rounded } from './lib/report.ts';

/**
 * Two figures of a stock adjustment. `p50`/`p95`: the round trip from a page handing it in at its bridge to the page being
 * told that it is settled (through console, gateway and back), at 50 a second. `value`: commands a second of the gateway
 * alone, against a floor of transactions of the same size that hold just the rows a command must write, both warmed up: a
 * gateway runs for months, and its code is compiled after some ten thousand commands.
 */
const PER_SECOND = 50;
const SECONDS = 20;
const COMMANDS = 10_000;
const WARM_UP = 2;
const ROUNDS = 3;

async function roundTrips(): Promise<{ took: number[]; loops: Awaited<ReturnType<typeof loopsOf>> }> {
  const shop = await openShop({ demo: ['--speed', '1', '--seed', '11'] });
  try {
    const { bridge } = shop;
    await bridge.call('session.sign_in_persona', { username: 'marco' });
    await until('live', async () => (await bridge.call('connection.status', {})).state === 'live', 120_000);
    // The demo writes its past first, at all the speed there is; what is measured is the living shop after it.
    await until(
      'the history is in',
      async () =>
        Date.now() - ((await bridge.call('live.figures', { window: '1h' })).lastEventAt ?? 0) < 2_000,
      60_000,
    );
    const list = await bridge.call('inventory.list', {
      after: null,
      limit: 100,
      search: '',
      locationId: null,
      category: null,
      status: 'any',
      archived: false,
      sort: 'sku',
      direction: 'asc',
    });
    const sent = new Map<string, number>();
    const took: number[] = [];
    bridge.watch('outbox.changes', {}, ({ entries }) => {
      for (const { id, state, error } of entries) {
        if (state === 'refused') throw new Error(error?.message);
        const at = state === 'settled' ? sent.get(id) : undefined;
        if (at === undefined) continue;
        sent.delete(id);
        took.push(performance.now() - at);
      }
    });
    const total = PER_SECOND * SECONDS;
    const started = performance.now();
    for (let n = 0; n < total; n += 1) {
      const due = started + (n * 1000) / PER_SECOND - performance.now();
      if (due > 0) await new Promise((done) => setTimeout(done, due));
      const row = list.rows[n % list.rows.length];
      if (!row) throw new Error('no stock');
      const id = uuidv7();
      sent.set(id, performance.now());
      void bridge.call('commands.submit', {
        id,
        type: 'inventory.adjust',
        data: adjustment(row, 1),
      });
    }
    await until('all settled', () => took.length === total, 30_000);
    return { took, loops: await loopsOf(shop.gateway.address, await bridge.call('app.diagnostics', {})) };
  } finally {
    await shop.stop();
  }
}

/** Commands a second through the executor, as many at once as a busy shop has; and the bare transactions. */
async function gatewayRun(dir: string): Promise<{ commands: number; bare: number }> {
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: dir, WEBSOCKET_PORT: '0' });
  if (!loaded.ok) throw new Error(loaded.error.message);
  const gateway = await createGateway({ config: loaded.value, logger: pino({ level: 'silent' }) });
  await gateway.start();
  const items = Array.from({ length: 200 }, (_, n) => `item-${n}`);
  await gateway.executor.run(SYSTEM_PRINCIPAL, Date.now(), (context) => {
    context.dispatch('inventory.create_location', {
      location: { id: 'main', name: 'Main', kind: 'warehouse', region: null },
    });
    for (const id of items) {
      context.dispatch('inventory.create_item', {
        item: makeItem({ id }),
      });
      context.dispatch('inventory.receive', {
        itemId: id,
        locationId: 'main',
        quantity: 1000,
        reference: null,
      });
    }
  });
  const principal: Principal = {
    actor: { kind: 'user', id: 'manager', name: 'Manager' },
    permissions: new Set(ROLE_PERMISSIONS.manager),
  };
  const command = (n: number) => ({
    id: uuidv7(),
    type: 'inventory.adjust',
    at: Date.now(),
    data: {
      itemId: items[n % items.length],
      locationId: 'main',
      change: { mode: 'delta', quantity: 1 },
      reason: 'counted',
      reference: null,
    },
  });
  const started = performance.now();
  for (let n = 0; n < COMMANDS; n += 200) {
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, k) => gateway.executor.submit(principal, command(n + k))),
    );
    const refused = replies.find((reply) => !reply.ok);
    if (refused) throw new Error(JSON.stringify(refused));
  }
  const commands = (COMMANDS / (performance.now() - started)) * 1000;
  await gateway.dispose();

  return { commands, bare: bareStock(dir, items, COMMANDS, 200) };
}

const commands: number[] = [];
const bare: number[] = [];
for (let round = 1 - WARM_UP; round <= ROUNDS; round += 1) {
  const folder = temporaryFolder('commands');
  const run = await gatewayRun(folder.path);
  if (round > 0) {
    commands.push(run.commands);
    bare.push(run.bare);
  }
  folder.remove();
  note(
    `${round > 0 ? `round ${round}` : 'warm-up'}: gateway ${rounded(run.commands)} commands/s, bare transactions ${rounded(run.bare)}/s`,
  );
}
const { took: trips, loops } = await roundTrips();
const value = rounded(median(commands));
const floor = rounded(median(bare));
report({
  bench: 'commands',
  value,
  unit: 'commands/s',
  floor,
  ratio: rounded(value / floor, 2),
  p50: rounded(quantile(trips, 0.5), 1),
  p95: rounded(quantile(trips, 0.95), 1),
  roundTrips: trips.length,
  perSecond: PER_SECOND,
  ...loops,
});
