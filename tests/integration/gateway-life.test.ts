import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '#shared/domain/admin.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { addUser, newUser } from '../../src/gateway/auth/index.ts';
import { addRefreshToken } from '../../src/gateway/auth/refresh-tokens.ts';
import { startSignIn } from '../../src/gateway/auth/sign-ins.ts';
import { appliedMigrations } from '../../src/gateway/db/migrate.ts';
import { openSql } from '../../src/gateway/db/open.ts';
import { audit, checkAudit, pruneAudit, SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import type { Sql } from '../../src/gateway/kernel.ts';
import { migrateTo } from '../../src/gateway/migrations.ts';
import { applying } from '../support/applying.ts';
import { handshake, TestClient } from '../support/client.ts';
import { temporaryFolder } from '../support/folders.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';
import { makeCustomer } from '../support/make/order.ts';
import { makeUser } from '../support/make/user.ts';
import { runGateway } from '../support/processes.ts';
import { runNow } from '../support/run-now.ts';

const CSV_HEAD =
  'Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit';
const CSV_ROW =
  '1,CA-2016-152156,2016-11-08,2016-11-11,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,South,FUR-BO-10001798,Furniture,Bookcases,Bush Somerset Collection Bookcase,261.96,2,0,41.9136';

const running: TestGateway[] = [];
const clients: TestClient[] = [];

async function start(...options: Parameters<typeof startTestGateway>): Promise<TestGateway> {
  const gateway = await startTestGateway(...options);
  running.push(gateway);
  return gateway;
}

async function enter(on: TestGateway, role: Role): Promise<TestClient> {
  const client = new TestClient(on.url, handshake(await on.token(role)));
  clients.push(client);
  await client.untilReceived('welcome');
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const gateway of running.splice(0)) await gateway.stop();
});

/** What keeps a process alive or a file open, by kind. */
function resources(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => !/^(Pipe|TTY|MessagePort|Immediate)/.test(kind));
}

async function settled(expected: readonly string[]): Promise<string[]> {
  // Sockets close in the turns after they are told to.
  for (let n = 0; n < 200 && resources().length > expected.length; n += 1)
    await new Promise((resolve) => setImmediate(resolve));
  return resources();
}

describe('dispose', () => {
  it('leaves no timer, no socket and no watcher behind', async () => {
    // Once, for what a first start leaves for good: thread pools, loaded modules.
    const warm = await startTestGateway();
    await warm.stop();
    const before = await settled([]);
    const on = await startTestGateway({}, { watermarkMs: 50, housekeepingMs: 50 });
    const client = new TestClient(on.url, handshake(await on.token('admin')));
    await client.untilReceived('watermark');
    expect(resources().length).toBeGreaterThan(before.length);
    const gone = client.untilReceived('disconnect');
    await on.stop();
    await gone;
    client.close();
    expect((await settled(before)).sort()).toEqual(before.sort());
  });
});

describe('a live session', () => {
  it('ends when its access token does, and says so', async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const on = await start({ AUTH_ACCESS_TOKEN_MINUTES: '1' }, { clock });
    const token = await on.token('agent');
    // Almost over when the session begins: the rest of it passes in real time.
    clock.at += 60_000 - 1500;
    const client = new TestClient(on.url, handshake(token));
    clients.push(client);
    await client.untilReceived('welcome');
    await client.untilReceived('disconnect');
    expect(client.named('problem').at(-1)).toMatchObject({
      about: 'session',
      error: { code: 'unauthenticated', field: 'token' },
    });
  });

  it('hears signals where it may read chat, checked and under the sender’s own name', async () => {
    const on = await start();
    const [agent, manager, viewer] = [
      await enter(on, 'agent'),
      await enter(on, 'manager'),
      await enter(on, 'viewer'),
    ];
    const heard: SignalMessage[] = [];
    const stop = on.gateway.onSignal((signal) => void heard.push(signal));
    const typing = {
      type: 'typing',
      conversationId: 'k',
      name: 'The customer',
      who: 'customer',
      expiresAt: Date.now() + 86_400_000,
    };
    agent.socket.emit('signal', { ...typing, conversationId: 5 });
    agent.socket.emit('signal', { ...typing, type: 'shouting' });
    await agent.until((all) => all.filter(({ name }) => name === 'problem').length === 2);
    viewer.socket.emit('signal', typing);
    await viewer.untilReceived('problem');
    expect(viewer.named('problem')[0]).toMatchObject({
      about: 'signal',
      error: { code: 'forbidden', permission: 'chat:write' },
    });
    agent.socket.emit('signal', typing);
    await manager.untilReceived('signal');
    const [signal] = manager.named<Extract<SignalMessage, { type: 'typing' }>>('signal');
    expect(signal).toMatchObject({ conversationId: 'k', name: 'Test agent', who: 'user' });
    expect(signal?.expiresAt).toBeLessThanOrEqual(Date.now() + 10_000);
    const looks = { type: 'viewing', conversationId: 'k', userId: 'x', name: 'x', hasDraft: true };
    manager.socket.emit('signal', { ...looks, expiresAt: Date.now() + 86_400_000 });
    await agent.untilReceived('signal');
    const [look] = agent.named<SignalMessage>('signal');
    expect(look).toMatchObject({ type: 'viewing', name: 'Test manager', hasDraft: true });
    expect(look?.userId).toMatch(/^[0-9a-f-]{36}$/);
    expect(look?.expiresAt).toBeLessThanOrEqual(Date.now() + 30_000);
    on.gateway.signal({ type: 'viewing', conversationId: 'k', name: 'Cleo', hasDraft: false, expiresAt: 1 });
    await agent.until(() => agent.named('signal').length === 2);
    // Answered after everything that was sent to it before.
    await viewer.socket.timeout(5000).emitWithAck('heartbeat', { sentAt: 1 });
    expect(viewer.named('signal')).toEqual([]);
    expect(agent.named('signal')).toHaveLength(2);
    expect(heard).toEqual([signal, look]);
    stop();
  });

  it('is told within two seconds of what another process has imported', async () => {
    const on = await start();
    const client = await enter(on, 'manager');
    await client.until(
      (all) =>
        all.filter(({ name }) => name === 'caught_up').length ===
        client.named<{ channels: unknown[] }>('welcome')[0]?.channels.length,
    );
    const file = join(on.dir, 'orders.csv');
    writeFileSync(file, `${CSV_HEAD}\n${CSV_ROW}\n`);
    const outcome = await runGateway(['import', 'orders', file, '--format', 'superstore'], {
      QUAYSIDE_DATA_DIR: on.dir,
    });
    expect(outcome.code, outcome.stderr).toBe(0);
    await client.until(() => client.seqs('orders').length > 0, 2000);
    await client.until(() => client.seqs('payments').length > 0, 2000);
  });
});

describe('what time causes', () => {
  it('expires a reservation when it is over, not before', async () => {
    const clock = { at: Date.now(), now: () => clock.at };
    const on = await start({}, { clock });
    const { executor, log, sql } = on.gateway;
    const status = (): unknown => sql.prepare('SELECT status FROM reservations').pluck().get();
    runNow(executor, SYSTEM_PRINCIPAL, clock.at, (context) => {
      context.dispatch('inventory.create_location', { location: makeLocation({ id: 'l' }) });
      context.dispatch('inventory.create_item', {
        item: makeItem({ id: 'i', price: 1 }),
      });
      context.dispatch('inventory.receive', { itemId: 'i', locationId: 'l', quantity: 5, reference: null });
      context.dispatch('inventory.reserve', {
        reservationId: 'r',
        itemId: 'i',
        locationId: 'l',
        quantity: 2,
        orderId: null,
        expiresAt: clock.at + 600_000,
      });
    });
    /** The next sweep: a commit brings one forward. */
    const swept = (): Promise<void> =>
      new Promise((resolve) => {
        on.append(1);
        const timer = setTimeout(resolve, 1500);
        const stop = log.onCommit(() => {
          if (status() !== 'expired') return;
          clearTimeout(timer);
          stop();
          resolve();
        });
      });
    clock.at += 599_999;
    await swept();
    expect(status()).toBe('active');
    clock.at += 1;
    await swept();
    expect(status()).toBe('expired');
    expect(sql.prepare('SELECT committed FROM levels').pluck().get()).toBe(0);
  });
});

describe('audit', () => {
  const rows = (sql: Sql) =>
    sql
      .prepare<[], { type: string; code: string; reason: string | null; actor: string; kind: string }>(
        `SELECT command_type AS type, code, reason, actor_name AS actor, actor_kind AS kind FROM audit
         WHERE command_type NOT LIKE 'auth.%' ORDER BY n`,
      )
      .all();

  it('has a row for every command, accepted or refused, with who, why and how it ended', async () => {
    const on = await start();
    const agent = await enter(on, 'agent');
    const adjust = {
      itemId: 'i',
      locationId: 'l',
      change: { mode: 'delta' as const, quantity: 1 },
      reason: 'found behind the shelf',
      reference: null,
    };
    const manager = await enter(on, 'manager');
    const open = {
      conversationId: 'k',
      customer: makeCustomer({ id: 'c' }),
      subject: null,
      orderIds: [],
    };
    expect(await agent.command('chat.open_conversation', open)).toMatchObject({ ok: true });
    expect(await agent.command('inventory.adjust', adjust)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await manager.command('inventory.adjust', adjust)).toMatchObject({ error: { code: 'not_found' } });
    expect(await manager.command('chat.open_conversation', open)).toMatchObject({
      error: { code: 'conflict' },
    });
    const reason = 'found behind the shelf';
    expect(rows(on.gateway.sql)).toEqual([
      { type: 'chat.open_conversation', code: 'ok', reason: null, actor: 'Test agent', kind: 'user' },
      { type: 'inventory.adjust', code: 'forbidden', reason, actor: 'Test agent', kind: 'user' },
      { type: 'inventory.adjust', code: 'not_found', reason, actor: 'Test manager', kind: 'user' },
      { type: 'chat.open_conversation', code: 'conflict', reason: null, actor: 'Test manager', kind: 'user' },
    ]);
  });

  it('lets go of what is older than it is kept, oldest first, a slice at a time, and says so', async () => {
    const on = await start();
    const { sql, executor } = on.gateway;
    const rowAt = (at: number) => ({
      at,
      actor: { kind: 'user' as const, id: 'u', name: 'U' },
      type: 'x.y',
      commandId: null,
      reason: null,
      code: 'ok',
      seq: null,
    });
    runNow(executor, SYSTEM_PRINCIPAL, 1, (context) => {
      for (let at = 1; at <= 1200; at += 1) context.write(audit, rowAt(at));
    });
    const pruned = () =>
      runNow(executor, SYSTEM_PRINCIPAL, 1, (context) => context.write(pruneAudit, { before: 1101 }));
    const left = (): unknown[] => sql.prepare('SELECT count(*), min(at) FROM audit').raw().all();
    expect(pruned()).toEqual({ first: 1, last: 500, more: true });
    expect(left()).toEqual([[700, 501]]);
    expect(pruned()).toMatchObject({ more: true });
    expect(pruned()).toEqual({ first: 1001, last: 1100, more: false });
    expect(left()).toEqual([[100, 1101]]);
    // The gateway does so by itself: these rows are of 1970.
    const kept = await start({ AUDIT_RETENTION_DAYS: '1' }, { housekeepingMs: 20 });
    await kept.gateway.executor.run(SYSTEM_PRINCIPAL, 1, (context) => {
      for (let at = 1; at <= 3; at += 1) context.write(audit, rowAt(at));
    });
    const stored = () => kept.gateway.sql.prepare('SELECT n, command_type, changes FROM audit').all();
    await expect.poll(stored).toEqual([
      {
        n: 4,
        command_type: 'audit.prune',
        changes: JSON.stringify([{ record: 'audit', field: 'oldest', from: 1, to: 4 }]),
      },
    ]);
    expect(checkAudit(kept.gateway.sql).problem).toBeNull();
  });
});

describe('migrations', () => {
  it('go all the way down and up again, each step, with rows in the tables', async () => {
    const folder = temporaryFolder('migrations');
    const path = join(folder.path, 'gateway.db');
    await migrateTo(path);
    const names = appliedMigrations(path);
    const fill = (): void => {
      const sql = openSql(path);
      sql.raw.transaction(() => {
        const tables = sql.raw
          .prepare<[], string>(
            `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'kysely_%'`,
          )
          .pluck()
          .all();
        for (const table of tables) {
          if (['users', 'sign_ins', 'refresh_tokens', 'audit', 'audit_chain'].includes(table)) continue;
          const columns = sql.raw
            .prepare<[], { name: string; type: string }>(
              `SELECT name, type FROM pragma_table_info('${table}')`,
            )
            .all();
          const values = columns.map(({ type }) => (type === 'TEXT' ? `'"x"'` : '1'));
          sql.raw.exec(
            `INSERT OR IGNORE INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`,
          );
        }
        const on = applying(sql);
        addUser.apply(on, newUser(makeUser({ id: 'u' }), null, 1));
        startSignIn.apply(on, { family: 'f', userId: 'u', device: 'd', address: 'a', at: 1, expiresAt: 9 });
        addRefreshToken.apply(on, { hash: 'h', family: 'f', userId: 'u', parent: null, expiresAt: 9 });
      })();
      sql.close();
    };
    fill();
    for (let n = names.length - 1; n >= 0; n -= 1) {
      await migrateTo(path, n === 0 ? 0 : (names[n - 1] ?? 0));
      expect(appliedMigrations(path)).toEqual(names.slice(0, n));
      const sql = openSql(path);
      expect(sql.raw.pragma('integrity_check', { simple: true })).toBe('ok');
      sql.close();
    }
    for (const [n, name] of names.entries()) {
      await migrateTo(path, name);
      expect(appliedMigrations(path)).toEqual(names.slice(0, n + 1));
    }
    fill();
    folder.remove();
  });
});
