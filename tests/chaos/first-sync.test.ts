import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { Disturbance } from '../support/disturbance.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { compareProjections } from '../support/projections.ts';
import { seeded } from '../support/random.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { until } from '../support/wait.ts';

/** How often the console is killed while a snapshot is staged. */
const KILLS = 5;
/** How much longer the console's commits take, ms, so that its first sync takes seconds. */
const COMMIT_MS = 15;
const seed = Number(process.env['QUAYSIDE_CHAOS_SEED'] ?? Date.now() % 100_000);
const random = seeded(seed);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

let disturbance: Disturbance;
let folder: TemporaryFolder;
let shop: Shop;

beforeAll(async () => {
  folder = temporaryFolder('first-sync');
  disturbance = new Disturbance(join(folder.path, 'console.json'));
  shop = await openShop({ demo: ['--seed', '5'], consoleEnv: disturbance.env });
  await until(
    'the history of the demo is written',
    () => valueIn(gatewayFile(), "SELECT value ->> 'phase' FROM demo_state LIMIT 1") === 'live',
    60_000,
  );
  disturbance.set({ commitMs: COMMIT_MS }, shop.console);
}, 120_000);

afterAll(async () => {
  await shop?.stop();
  folder.remove();
});

const gatewayFile = (): string => join(shop.gatewayDir, 'gateway.db');

/** The first value that a query of a file returns; undefined where the file or the row is not there. */
function valueIn(file: string, query: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(query).pluck().get();
  } finally {
    db.close();
  }
}

/** The channel whose snapshot is being written, and its rows so far. Null where none has any, or no cache yet. */
function staged(): unknown {
  const query = "SELECT channel || ' ' || received FROM staging WHERE received > 0 ORDER BY received DESC";
  try {
    return valueIn(shop.cacheFile(), query) ?? null;
  } catch {
    return null;
  }
}

it(`goes on with its first sync after each of ${KILLS} kills during a snapshot (seed ${seed})`, async () => {
  const { bridge } = shop;
  await bridge.call('session.sign_in_persona', { username: 'marco' });
  const received: unknown[] = [];
  while (received.length < KILLS) {
    const before = received.at(-1);
    await until('more of a snapshot is staged', () => ![null, before].includes(staged()), 30_000, 2);
    await pause(random() * 60);
    await shop.console.kill();
    const rows = staged();
    if (rows !== null) received.push(rows);
    await shop.restartConsole();
  }
  process.stdout.write(`first sync: killed with these rows staged: ${received.join(', ')}\n`);
  disturbance.set({ commitMs: 0 }, shop.console);
  await shop.gateway.stop();
  await shop.restartGateway(false);
  await until(
    'the console is live',
    async () => (await bridge.call('connection.status', {})).state === 'live',
    60_000,
  );
  await until(
    'all history is loaded',
    async () => (await bridge.call('history.ranges', {})).ranges.length === 0,
    60_000,
  );
  const diagnostics = await bridge.call('app.diagnostics', {});
  expect(diagnostics).toMatchObject({ refusedEvents: 0, quarantined: null });
  expect(valueIn(shop.cacheFile(), 'PRAGMA integrity_check')).toBe('ok');
  for (const channel of CHANNELS.filter((name) => name !== 'admin')) {
    const compared = compareProjections(gatewayFile(), shop.cacheFile(), channel);
    expect({ channel, first: compared.firstDifference, rows: compared.console }).toEqual({
      channel,
      first: null,
      rows: compared.gateway,
    });
  }
}, 240_000);
