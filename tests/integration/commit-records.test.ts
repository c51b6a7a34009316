import { execFile } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ImportState } from '#shared/domain/imports.ts';
import type { CommandData, CommandType } from '#shared/protocol/commands/index.ts';
import { openSql } from '../../src/gateway/db/open.ts';
import { demoModule, startDemo } from '../../src/gateway/demo/index.ts';
import { type CommitRecord, createReplica } from '../../src/gateway/execute/index.ts';
import { importOrders } from '../../src/gateway/import/index.ts';
import type { Sql } from '../../src/gateway/kernel.ts';
import { KERNEL_STORAGE, migrateTo, migrationsWith } from '../../src/gateway/migrations.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { handshake, TestClient } from '../support/client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { MANAGER } from '../support/gateway-domains.ts';
import { sendImport } from '../support/imports.ts';
import { makePdf, makePng } from '../support/make/files.ts';
import { makeThreshold } from '../support/make/item.ts';
import { seeded } from '../support/random.ts';
import { TestUploads } from '../support/uploading.ts';

const RETAIL = new URL('../fixtures/online-retail-1k.csv', import.meta.url).pathname;
const OWNERS = [...KERNEL_STORAGE, ...MODULES, demoModule];
const DAY_MS = 86_400_000;
const PASSWORD = 'correct horse battery';
const Grant = z.object({ accessToken: z.string(), refreshToken: z.string() });

let folder: TemporaryFolder;
let on: TestGateway;
let mails: string[];
let records: CommitRecord[];
const clock = { at: 0, now: () => clock.at };

beforeEach(async () => {
  folder = temporaryFolder('records');
  records = [];
  mails = [];
  clock.at = Date.now();
  on = await startTestGateway(
    {
      ...{ LOG_RETENTION_EVENTS: '2000', AUDIT_RETENTION_DAYS: '1', RATE_LIMIT_REQUESTS_PER_SECOND: '10000' },
      // Messages of the demo's past are deleted once 60 days have passed, with their events; those of today are not.
      CHAT_MESSAGE_RETENTION_DAYS: '62',
    },
    {
      modules: [...MODULES, demoModule],
      clock,
      housekeepingMs: 50,
      onRecord: (record) => records.push(record),
      mail: { send: async ({ text }) => void mails.push(text) },
    },
    folder.path,
  );
});
afterEach(async () => {
  await on.stop();
  folder.remove();
});

async function post(path: string, body: unknown, token?: string): Promise<unknown> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  return (await fetch(`${on.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

async function submit<T extends CommandType>(type: T, data: CommandData<T>): Promise<boolean> {
  const { ok } = await on.gateway.executor.submit(MANAGER, { id: uuidv7(), type, data, at: clock.at });
  return ok;
}

/** A living shop: its past, and its customers and orders of the present. */
async function runDemo(): Promise<void> {
  const options = { seed: 7, speed: 1, historyDays: 2, now: clock.now };
  const demo = startDemo(on.gateway, { ...options, rate: 400 });
  await demo.ready;
  await expect.poll(() => demo.load().emitted, { timeout: 20_000 }).toBeGreaterThan(500);
  await demo.dispose();
}

/** Users are created, change, sign in, lose tokens to a crash and to a thief, and leave; an API key is used and revoked. */
async function runPeople(): Promise<void> {
  const token = Grant.parse(await post('/api/v1/auth/persona', { username: 'ines' })).accessToken;
  const user = { id: uuidv7(), username: 'nora', name: 'Nora', role: 'agent' };
  const command = (type: string, data: unknown, by = token) =>
    post('/api/v1/commands', { id: uuidv7(), type, data, at: clock.at }, by);
  await command('admin.create_user', { user, password: PASSWORD });
  await command('admin.set_role', { userId: user.id, role: 'manager' });
  await command('admin.set_setting', { setting: { key: 'motto', value: 'ahoy' } });
  const login = () => post('/api/v1/auth/login', { username: 'nora', password: PASSWORD });
  const [first, second] = [Grant.parse(await login()), Grant.parse(await login())];
  const refresh = () => post('/api/v1/auth/refresh', { refreshToken: first.refreshToken });
  for (let n = 0; n < 2; n += 1) await refresh();
  clock.at += 60_000;
  await refresh();
  await post('/api/v1/auth/logout', { refreshToken: second.refreshToken });
  const key = `qk_${'a'.repeat(43)}`;
  const keyId = uuidv7();
  const permissions = ['admin:settings'];
  await command('admin.create_api_key', { keyId, name: 'Key', permissions, expiresAt: null, key });
  await command('admin.set_setting', { setting: { key: 'motto', value: 'by key' } }, key);
  await command('admin.revoke_api_key', { keyId });
  await command('admin.reset_password', { userId: user.id, password: 'vessel quartz lamp' });
  await command('admin.end_sessions', { userId: user.id, sessionId: null });
  await command('admin.disable_user', { userId: user.id });
  await command('admin.enable_user', { userId: user.id });
}

/** A visitor of the website shows whose address it is and writes, and the team answers. */
async function runVisitor(): Promise<void> {
  let cookie = '';
  const ask = async (path: string, body: unknown, status = 200): Promise<void> => {
    const answer = await fetch(`${on.url}/widget/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(status);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  };
  await ask('session', { name: 'Vera', email: 'vera@example.com', orderNumber: null });
  await ask('verify', { code: /\d{6}/.exec(mails.at(-1) ?? '')?.[0] });
  for (const body of ['Hello', 'Anyone?']) await ask('messages', { messageId: uuidv7(), body });
  // The filter holds back what was just sent.
  await ask('messages', { messageId: uuidv7(), body: 'anyone?' }, 429);
}

/** Files are uploaded, sent, taken away again, and gone on with a day later. */
async function runFiles(): Promise<void> {
  const uploads = async (): Promise<TestUploads> => {
    const { accessToken } = Grant.parse(await post('/api/v1/auth/persona', { username: 'ines' }));
    return new TestUploads(on.url, { authorization: `Bearer ${accessToken}` });
  };
  const today = await uploads();
  const [kept, late] = [await today.whole('kept.pdf', makePdf('kept')), uuidv7()];
  await today.cancel((await today.whole('gone.png', makePng())).id);
  await today.begin(late, 'late.png', makePng());
  const conversationId = on.gateway.sql
    .prepare<[], string>('SELECT id FROM conversations LIMIT 1')
    .pluck()
    .get();
  const message = { conversationId, messageId: uuidv7(), kind: 'text', body: '', attachments: [kept.id] };
  const { accessToken } = Grant.parse(await post('/api/v1/auth/persona', { username: 'ines' }));
  const command = { id: uuidv7(), type: 'chat.send_message', data: message, at: clock.at };
  expect(await post('/api/v1/commands', command, accessToken)).toMatchObject({ ok: true });
  // What it said and its file are removed.
  const { messageId } = message;
  const removed = { conversationId, messageId, reason: 'By mistake' };
  const removal = { id: uuidv7(), type: 'chat.redact_message', data: removed, at: clock.at };
  expect(await post('/api/v1/commands', removal, accessToken)).toMatchObject({ ok: true });
  await expect
    .poll(() => records.some(({ entries }) => JSON.stringify(entries).includes('attachments.wiped')))
    .toBe(true);
  clock.at += DAY_MS / 2 + 60_000;
  await (await uploads()).begin(late, 'late.png', makePng());
}

/** An agent connects, is available, gets a conversation of a team, and goes offline, so that it goes back. */
async function runAgent(): Promise<void> {
  const { accessToken, user } = Grant.extend({ user: z.object({ id: z.string() }) }).parse(
    await post('/api/v1/auth/persona', { username: 'ava' }),
  );
  const client = new TestClient(on.url, handshake(accessToken, {}));
  await client.untilReceived('welcome');
  const teamId = uuidv7();
  const team = { teamId, name: 'Desk', memberIds: [user.id], automatic: true, intake: true, archived: false };
  await submit('assignment.save_team', { ...team, seen: null });
  await submit('assignment.set_capacity', { userId: user.id, capacity: 100 });
  await client.command('assignment.set_availability', { state: 'online' });
  const waiting = on.gateway.sql
    .prepare<[], { id: string }>("SELECT id FROM conversations WHERE status = 'open' LIMIT 1")
    .get();
  const conversationId = waiting?.id ?? '';
  await submit('chat.assign', { conversationId, assigneeId: null });
  await submit('assignment.set_team', { conversationId, teamId });
  await client.command('assignment.set_availability', { state: 'offline' });
  await expect
    .poll(() => on.gateway.sql.prepare("SELECT 1 FROM agents WHERE gives_back <> 'nothing'").get())
    .toBeUndefined();
  client.close();
  await expect
    .poll(() => on.gateway.sql.prepare('SELECT 1 FROM connected_agents WHERE user_id = ?').get(user.id))
    .toBeUndefined();
}

/** Stock, orders and refunds at random: some succeed, some are refused. */
async function runStock(): Promise<void> {
  const next = seeded(11);
  const random = (below: number): number => Math.floor(next() * below);
  await submit('inventory.create_location', {
    location: { id: 'l', name: 'L', kind: 'store', region: 'West' },
  });
  const meter = { key: 'parcels', name: 'Parcels', unit: 'parcels', aggregation: 'sum' as const };
  await submit('usage.set_meter', { ...meter, quota: 10, thresholds: [80], seen: null });
  await submit('billing.change_plan', { plan: 'starter', when: 'now', seen: null });
  const credit = { amount: 500, currency: 'USD', reason: 'Outage' };
  await submit('billing.add_credit', { creditId: uuidv7({ msecs: clock.at }), ...credit });
  await submit('usage.record', { recordId: 'r', meter: 'parcels', quantity: 9, at: clock.at });
  for (const id of ['a', 'b', 'c']) {
    await submit('inventory.create_item', {
      item: {
        id: `item-${id}`,
        sku: `SKU-${id}`,
        name: id,
        category: 'Things',
        barcode: null,
        unit: 'piece',
        price: 500,
        cost: null,
        currency: 'EUR',
        status: 'active',
        backorderLimit: 0,
      },
    });
  }
  const waiting: Promise<boolean>[] = [];
  // Thousands of levels, which take more than one slice.
  for (const lowAt of [4, 5, 6]) {
    const threshold = makeThreshold({ lowAt, outAt: 1 });
    await submit('inventory.set_threshold', { threshold, removed: false });
  }
  for (let n = 0; n < 400; n += 1) {
    const itemId = `item-${'abc'[random(3)]}`;
    const place = { itemId, locationId: 'l' };
    const orderId = `order-${random(60)}`;
    const choice = random(7);
    if (choice === 0)
      waiting.push(submit('inventory.receive', { ...place, quantity: 1 + random(30), reference: null }));
    else if (choice === 1) {
      const change = { mode: 'delta' as const, quantity: random(20) - 12 };
      waiting.push(submit('inventory.adjust', { ...place, change, reason: 'count', reference: null }));
    } else if (choice === 2) {
      const reservation = {
        reservationId: uuidv7(),
        quantity: 1 + random(4),
        orderId: null,
        expiresAt: null,
      };
      waiting.push(submit('inventory.reserve', { ...place, ...reservation }));
    } else if (choice === 3) {
      const lines = [{ itemId, quantity: 1 + random(3), unitPrice: 500, total: 500 }];
      const order = { orderId, number: orderId, customer: null, currency: 'EUR', locationId: 'l', lines };
      waiting.push(submit('orders.create', order));
    } else if (choice === 4) {
      const payment = { paymentId: `${orderId}:p`, orderId, amount: 500, currency: 'EUR', method: 'card' };
      waiting.push(submit('payments.receive', payment));
    } else if (choice === 5) waiting.push(submit('orders.fulfil', { orderId }));
    else {
      const refund = { paymentId: uuidv7(), orderId, amount: 500, currency: 'EUR', reason: 'broken' };
      waiting.push(submit('payments.refund', { ...refund, returned: [] }));
    }
  }
  // An order without a number of its own.
  const entered = { itemId: 'item-a', quantity: 1, unitPrice: 500, discount: 100, priceReason: null };
  await submit('inventory.receive', { itemId: 'item-a', locationId: 'l', quantity: 50, reference: null });
  waiting.push(
    submit('orders.enter', {
      ...{ orderId: uuidv7(), customer: null, currency: 'EUR', locationId: 'l', lines: [entered], note: 'n' },
      payment: { paymentId: uuidv7(), method: 'cash' },
    }),
  );
  const results = await Promise.all(waiting);
  expect(results).toContain(true);
  expect(results).toContain(false);
  // Nothing is low any longer, so that a group of alerts can end.
  for (const id of ['a', 'b', 'c'])
    await submit('inventory.receive', {
      ...{ itemId: `item-${id}`, locationId: 'l' },
      ...{ quantity: 1_000, reference: null },
    });
}

/** A file is imported and undone. */
async function runCsv(): Promise<void> {
  const importId = sendImport((type, data) => void submit(type, data), 'items', [
    ['sku', 'name', 'category', 'unit', 'price', 'currency'],
    ['CSV-1', 'Lamp', 'Light', 'piece', '5', 'EUR'],
  ]);
  const reach = (state: ImportState): Promise<void> =>
    expect
      .poll(() => on.gateway.sql.prepare('SELECT state FROM imports WHERE id = ?').pluck().get(importId), {
        timeout: 20_000,
      })
      .toBe(state);
  await reach('ready');
  await submit('imports.apply', { importId, reason: 'new goods' });
  await reach('applied');
  await submit('imports.review', { importId });
  await reach('reviewed');
  await submit('imports.undo', { importId, reason: 'wrong file', changed: 'keep', except: [] });
  await reach('undone');
}

/** Time passes: reservations expire, alerts resolve, and what is old is deleted. */
async function runTime(): Promise<void> {
  // A command made today is too old by then; a commit of the gateway itself wakes the sweeps.
  const pass = async (ms: number): Promise<void> => {
    clock.at += ms;
    await on.gateway.executor.run(MANAGER, clock.at, (context) =>
      context.dispatch('admin.set_setting', { setting: { key: 'motto', value: 'later' } }),
    );
  };
  await pass(60 * DAY_MS);
  const { sql } = on.gateway;
  const count = (text: string): unknown => sql.prepare(text).pluck().get();
  await expect
    .poll(() => count(`SELECT count(*) FROM reservations WHERE status = 'active'`), { timeout: 20_000 })
    .toBe(0);
  await expect.poll(() => count('SELECT count(*) FROM refresh_tokens'), { timeout: 20_000 }).toBe(0);
  await expect.poll(() => count('SELECT count(*) FROM sign_ins'), { timeout: 20_000 }).toBe(0);
  const old = `SELECT count(*) FROM audit WHERE at < ${clock.at - 2 * DAY_MS}`;
  await expect.poll(() => count(old), { timeout: 20_000 }).toBe(0);
  await expect.poll(() => count('SELECT count(*) FROM import_lines'), { timeout: 20_000 }).toBe(0);
  // A group that a flood has told is looked at again hours later.
  const groupEnded = async (): Promise<boolean> => {
    await pass(DAY_MS / 4);
    return ['alerts.group_ended', 'usage.records_forgotten'].every((name) => namesIn(records).has(name));
  };
  await expect.poll(groupEnded, { timeout: 20_000, interval: 200 }).toBe(true);
  await expect.poll(() => count('SELECT count(*) FROM events'), { timeout: 10_000 }).toBeLessThan(2500);
}

/** Returns the rows of every table, with their row numbers, as text. */
function contents(sql: Sql): Record<string, string[]> {
  const tables = sql
    .prepare<[], { name: string; wr: number }>(
      `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
       AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely_%' ORDER BY name`,
    )
    .all();
  return Object.fromEntries(
    tables.map(({ name, wr }) => {
      const rows = sql.prepare(`SELECT ${wr === 1 ? '' : 'rowid AS row_number, '}* FROM ${name}`).all();
      return [name, rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}

function contentsOf(path: string): Record<string, string[]> {
  const sql = openSql(path, { readonly: true });
  try {
    return contents(sql);
  } finally {
    sql.close();
  }
}

const namesIn = (list: readonly CommitRecord[]): Set<string> =>
  new Set(
    list.flatMap(({ entries }) =>
      entries.map((entry) => ('event' in entry ? entry.event.type : entry.write)),
    ),
  );

describe('the commit records', () => {
  it('of a long mixed run make the same database in another process, row by row', async () => {
    await runDemo();
    await runPeople();
    await runVisitor();
    await runFiles();
    await runAgent();
    await importOrders(on.gateway, RETAIL, 'online-retail', () => {});
    await runStock();
    await runCsv();
    await runTime();

    // Stopped, so that nothing is pruned while the databases are compared.
    await on.stop();
    const [file, copy] = [join(folder.path, 'records.ndjson'), join(folder.path, 'copy.db')];
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const script = resolve(import.meta.dirname, 'apply-records-child.ts');
    await promisify(execFile)(process.execPath, [script, file, copy]);

    const written = namesIn(records);
    for (const { writes = [] } of OWNERS)
      for (const { name } of writes) expect(written, name).toContain(name);
    const [here, there] = [contentsOf(join(folder.path, 'gateway.db')), contentsOf(copy)];
    expect(Object.keys(there)).toEqual(Object.keys(here));
    for (const [table, rows] of Object.entries(here)) {
      expect(there[table]?.length, table).toBe(rows.length);
      expect(
        there[table]?.find((row, n) => row !== rows[n]),
        table,
      ).toBeUndefined();
    }
    expect(here['events']?.length).toBeGreaterThan(500);
    expect(here['movements']?.length).toBeGreaterThan(1000);
  }, 180_000);

  it('are refused by a replica where they are out of order, unknown or malformed, and change nothing', async () => {
    await submit('admin.set_setting', { setting: { key: 'a', value: 1 } });
    const path = join(folder.path, 'replica.db');
    await migrateTo(path, 'latest', migrationsWith([demoModule]));
    const sql = openSql(path);
    const replica = createReplica({ sql, owners: OWNERS, logger: pino({ level: 'silent' }) });
    const [first, ...rest] = records;
    if (!first) throw new Error('no record');
    const empty = contents(sql);
    const { entries } = first;
    for (const bad of [
      { after: 5, entries },
      { after: 0, entries: [...entries, { write: 'somebody.vanished', data: {} }] },
      { after: 0, entries: [...entries, { write: 'auth.token_used', data: { hash: 1 } }] },
      { after: 0, entries: [...entries, ...entries] },
      { after: 0, entries: [{ event: { type: 'inventory.item_created' } }] },
      null,
    ]) {
      expect(() => replica.apply(bad)).toThrow();
      expect(contents(sql)).toEqual(empty);
    }
    for (const record of [first, ...rest]) replica.apply(JSON.parse(JSON.stringify(record)));
    expect(contents(sql)).toEqual(contents(on.gateway.sql));
    sql.close();
  });
});

describe('statements that write', () => {
  it('are only in reach of what applies records', () => {
    const root = resolve(import.meta.dirname, '../..');
    const writes = (file: string): boolean =>
      /\b(WritableSql|OpenSql|openSql\(|openAlone\()/.test(
        readFileSync(join(root, file), 'utf8')
          .replace(/^import .*$/gm, '')
          .replace(/openSql\([^)]*readonly: true/g, ''),
      );
    const holders = globSync('src/gateway/**/*.ts', { cwd: root }).filter(
      (file) => !file.endsWith('.test.ts') && writes(file),
    );
    expect(holders.sort()).toEqual([
      // Replaces the whole file.
      'src/gateway/backup/restore.ts',
      'src/gateway/cli/offline.ts',
      // Changes the schema.
      'src/gateway/db/migrate.ts',
      'src/gateway/db/open.ts',
      'src/gateway/db/tables.ts',
      'src/gateway/execute/executor.ts',
      'src/gateway/execute/replica.ts',
      'src/gateway/execute/transactions.ts',
      'src/gateway/kernel.ts',
      'src/gateway/log/log.ts',
      'src/gateway/server.ts',
    ]);
  });
});
