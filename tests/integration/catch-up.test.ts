import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { CommandContext } from '../../src/gateway/kernel.ts';
import { createUser } from '../support/create-user.ts';
import { TestEngine } from '../support/engine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';
import { makeUser } from '../support/make/user.ts';
import { freePort, runGateway } from '../support/processes.ts';
import { compareProjections } from '../support/projections.ts';
import { runNow } from '../support/run-now.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/wait.ts';

/** QUAYSIDE_MISSED_EVENTS changes how many events are missed. */
const MISSED = Number(process.env['QUAYSIDE_MISSED_EVENTS'] ?? 20_000);
const ITEMS = 40;
const LOCATION = 'store';
const TALKS = 20;

let folder: TemporaryFolder;
let port: number;
let on: TestGateway;
let line: TcpProxy;
let console: TestEngine;
const userId = uuidv7();
let n = 0;

const file = (): string => join(folder.path, 'gateway.db');

async function startGateway(env: Record<string, string> = {}, housekeepingMs?: number): Promise<void> {
  on = await startTestGateway(
    { WEBSOCKET_PORT: String(port), RATE_LIMIT_REQUESTS_PER_SECOND: '10000', ...env },
    housekeepingMs === undefined ? {} : { housekeepingMs },
    folder.path,
  );
}

const run = (work: (context: CommandContext) => void): void =>
  runNow(on.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), work);

/** A shop with stock and open conversations, and the user the console works for. */
async function furnish(): Promise<void> {
  const user = makeUser({ id: userId, username: 'ada', name: 'Ada', role: 'admin' });
  await createUser(on.gateway.executor, user, 'correct horse battery');
  run((context) => {
    context.dispatch('inventory.create_location', {
      location: makeLocation({ id: LOCATION }),
    });
    for (let i = 0; i < ITEMS; i += 1) {
      const item = makeItem({ id: `item-${i}`, sku: `SKU-${i}`, name: `Thing ${i}`, price: 1999 });
      context.dispatch('inventory.create_item', { item });
      context.dispatch('inventory.receive', {
        itemId: item.id,
        locationId: LOCATION,
        quantity: 100_000,
        reference: null,
      });
    }
    for (let i = 0; i < TALKS; i += 1) {
      const customer = makeCustomer({ id: `customer-${i}` });
      context.dispatch('chat.open_conversation', {
        conversationId: `talk-${i}`,
        customer,
        subject: null,
        orderIds: [],
      });
    }
  });
}

/** One thing that happens in the shop: stock moves, sometimes an order is placed and paid, or somebody writes. */
function happen(context: CommandContext): void {
  n += 1;
  const itemId = `item-${n % ITEMS}`;
  if (n % 20 === 0) {
    const orderId = uuidv7();
    const lines = [{ itemId, quantity: 1, unitPrice: 1999, total: 1999 }];
    context.dispatch('orders.create', {
      orderId,
      number: `N${n}`,
      customer: null,
      currency: 'USD',
      locationId: LOCATION,
      lines,
    });
    context.dispatch('payments.receive', {
      paymentId: uuidv7(),
      orderId,
      amount: 1999,
      currency: 'USD',
      method: 'card',
    });
    if (n % 40 === 0) context.dispatch('orders.fulfil', { orderId });
  } else if (n % 7 === 0) {
    const conversationId = `talk-${n % TALKS}`;
    context.dispatch('chat.send_message', {
      conversationId,
      messageId: uuidv7(),
      kind: 'text',
      body: `message ${n}`,
    });
  } else {
    const change = { mode: 'delta' as const, quantity: n % 2 === 0 ? 1 : -1 };
    context.dispatch('inventory.adjust', {
      itemId,
      locationId: LOCATION,
      change,
      reason: 'counted',
      reference: null,
    });
  }
}

/** Lets things happen until the log has grown by at least so many events. Gives way in between, as a gateway under load does. */
async function grow(events: number): Promise<number> {
  const end = on.gateway.log.head() + events;
  while (on.gateway.log.head() < end) {
    run((context) => {
      for (let i = 0; i < 200; i += 1) happen(context);
    });
    await new Promise((done) => setImmediate(done));
  }
  return on.gateway.log.head();
}

async function isComplete(): Promise<boolean> {
  if (console.engine.status().state !== 'live') return false;
  const { cursors } = await console.diagnostics();
  const newest = Math.max(...Object.values(cursors));
  return newest === on.gateway.log.head() && (await console.hasAllHistory());
}

const live = (withinMs = 60_000): Promise<void> =>
  until('the console is live and complete', isComplete, withinMs);

/** Every channel as the gateway holds it, held against the console's cache. */
function expectEqualProjections(): void {
  for (const channel of CHANNELS) {
    const {
      gateway,
      console: cached,
      firstDifference,
    } = compareProjections(file(), console.cacheFile(), channel);
    expect({ channel, firstDifference, ...cached }).toEqual({ channel, firstDifference: null, ...gateway });
    if (channel === 'inventory' || channel === 'chat') expect(cached.count).toBeGreaterThan(TALKS);
  }
}

async function token(): Promise<string> {
  const grant = await on.gateway.auth.login('ada', 'correct horse battery', {
    address: '127.0.0.1',
    device: '',
    deviceToken: null,
  });
  if (!grant.ok) throw new Error(grant.error.message);
  return grant.value.accessToken;
}

/** Cuts the line and waits until the console knows. */
async function cut(): Promise<void> {
  line.cut();
  await until('the console is offline', () => console.engine.status().state !== 'live');
}

async function reconnect(): Promise<void> {
  line.restore();
  await console.reconnect();
  await live();
}

beforeEach(async () => {
  folder = temporaryFolder('catch-up');
  port = await freePort();
  line = await TcpProxy.to(port);
  console = new TestEngine({ token });
});

afterEach(async () => {
  await console.dispose();
  await line.close();
  await on.stop();
  folder.remove();
});

const openConsole = () => console.open({ server: line.url, userId, userName: 'Ada', permissions: [] });

async function startBoth(env: Record<string, string> = {}, housekeepingMs?: number): Promise<void> {
  await startGateway(env, housekeepingMs);
  await furnish();
  expect(await openConsole()).toMatchObject({ ok: true, value: { quarantined: null } });
  await live();
}

describe('a console that was away', () => {
  it(`catches up after ${MISSED} missed events from its cursors, without a snapshot`, async () => {
    await startBoth();
    await grow(500);
    await live();
    await cut();
    // What the gateway counts by the minute may come after the cut: that was missed, too.
    const { appliedEvents: before, cursors } = await console.diagnostics();
    const from = Math.max(...Object.values(cursors));
    console.forget();
    const head = await grow(MISSED);
    const started = performance.now();
    await reconnect();
    const ms = performance.now() - started;
    process.stdout.write(
      `catch-up: ${head - from} events in ${Math.round(ms)} ms, ${Math.round((head - from) / (ms / 1000))}/s\n`,
    );
    expect(console.snapshots()).toEqual([]);
    expect(console.states).toContain('catching-up');
    // What follows from the events, such as the counts of reports, goes on for a moment.
    await until(
      'each event is applied once',
      async () => (await console.diagnostics()).appliedEvents - before === on.gateway.log.head() - from,
    );
    expect(await console.diagnostics()).toMatchObject({ refusedEvents: 0, duplicateEvents: 0 });
    expectEqualProjections();
    expect(console.engine.status().notice).toBeNull();
  });

  it('is given snapshots once the log no longer reaches back to its cursors', async () => {
    await startBoth({ LOG_RETENTION_EVENTS: '1000' }, 100);
    await cut();
    console.forget();
    const cursor = on.gateway.log.head();
    await grow(4000);
    await until('the floor has passed the cursor', () => on.gateway.log.floor() > cursor);
    await reconnect();
    const reasons = console.snapshots();
    expect(reasons.map(({ channel }) => channel).sort()).toEqual([...CHANNELS].sort());
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(['below_floor']));
    expectEqualProjections();
    // What it missed is not lost, so there is nothing to tell the user.
    expect(console.engine.status().notice).toBeNull();
    await grow(300);
    await live();
    expectEqualProjections();
  });
});

describe('a gateway restored from an older backup', () => {
  /** Backs up with the command line while the gateway serves. */
  async function backUp(): Promise<string> {
    const target = join(folder.path, `backup-${uuidv7()}.db`);
    const made = await runGateway(['backup', target], { QUAYSIDE_DATA_DIR: folder.path });
    expect(made.code, made.stderr).toBe(0);
    return target;
  }

  /** Restores with the command line, which a gateway that serves keeps from it. */
  async function restore(backup: string): Promise<void> {
    const refused = await runGateway(['restore', backup], { QUAYSIDE_DATA_DIR: folder.path });
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stderr).toMatch(/another gateway is serving/);
    await on.stop();
    const made = await runGateway(['restore', backup], { QUAYSIDE_DATA_DIR: folder.path });
    expect(made.code, made.stderr).toBe(0);
    await startGateway();
  }

  function expectNoticed(): void {
    const reasons = console.snapshots();
    // Those in which something had happened since the backup; the others' past is the same.
    expect(reasons.map(({ channel }) => channel)).toEqual(
      expect.arrayContaining(['inventory', 'orders', 'payments', 'chat']),
    );
    expect(new Set(reasons.map(({ reason }) => reason))).toEqual(new Set(['history_changed']));
    const { notice } = console.engine.status();
    expect(notice).toMatchObject({ reason: 'history_changed', at: expect.any(Number) });
    expect(CHANNELS).toContain(notice?.channel);
  }

  it('is noticed where its log is shorter, shown, and followed', async () => {
    await startBoth();
    await grow(500);
    const backup = await backUp();
    const lost = await grow(500);
    await live();
    console.forget();
    await restore(backup);
    expect(on.gateway.log.head()).toBeLessThan(lost);
    await console.reconnect();
    await live();
    expectNoticed();
    expectEqualProjections();
    console.engine.dismissNotice();
    await until('the notice is gone', () => console.engine.status().notice === null);
    console.forget();
    await grow(300);
    await live();
    expectEqualProjections();
    expect(console.snapshots()).toEqual([]);
  });

  it('is noticed where its log has grown past the console again', async () => {
    await startBoth();
    await grow(500);
    const backup = await backUp();
    const lost = await grow(500);
    await live();
    await cut();
    console.forget();
    await restore(backup);
    expect(await grow(2000)).toBeGreaterThan(lost + 500);
    await reconnect();
    expectNoticed();
    expectEqualProjections();
  });
});

describe('a line that goes silent without ending', () => {
  it('is noticed within 15 s, and left behind once it works again', async () => {
    await startBoth();
    await until('a heartbeat was answered', () => console.engine.status().latencyP50 !== null);
    line.silence();
    const started = performance.now();
    await until('the console is not live any more', () => console.engine.status().state !== 'live', 20_000);
    const ms = performance.now() - started;
    process.stdout.write(`half-open: noticed after ${Math.round(ms)} ms\n`);
    expect(ms).toBeLessThan(15_000);
    expect(console.engine.status().asOf.at).not.toBeNull();
    await grow(300);
    await reconnect();
    expectEqualProjections();
  });
});

describe('a cache that cannot be used', () => {
  const sha = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

  it('from a newer version is refused in words and left as it is', async () => {
    await startBoth();
    const path = console.cacheFile();
    await console.restart();
    const db = new Database(path);
    db.pragma('user_version = 99990');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const [before, { mtimeMs }, files] = [sha(path), statSync(path), console.files()];
    const opened = await openConsole();
    expect(opened).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'cache.version', message: expect.stringMatching(/newer/) },
    });
    expect([sha(path), statSync(path).mtimeMs, console.files()]).toEqual([before, mtimeMs, files]);
  });

  it.each([
    [
      'with pages overwritten',
      (bytes: Buffer) => bytes.fill(0xa5, 4096, Math.max(8192, bytes.length - 4096)),
    ],
    ['cut off in the middle', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['that is no database at all', () => Buffer.from("not a database, but somebody's letter ".repeat(500))],
  ])('%s is put aside, built anew, and said so', async (_what, damage) => {
    await startBoth();
    await grow(500);
    await live();
    const path = console.cacheFile();
    await console.restart();
    const damaged = Buffer.from(damage(readFileSync(path)));
    writeFileSync(path, damaged);
    console.forget();
    const opened = await openConsole();
    if (!opened.ok) throw new Error(opened.error.message);
    const { quarantined } = opened.value;
    expect(quarantined).toMatch(/corrupt/);
    expect(sha(quarantined ?? '')).toBe(createHash('sha256').update(damaged).digest('hex'));
    await live();
    expect(new Set(console.snapshots().map(({ reason }) => reason))).toEqual(new Set(['initial']));
    expect((await console.diagnostics()).quarantined).toBe(quarantined);
    expectEqualProjections();
  });
});
