import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AuditRecord, NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { EVENTS, isEmittedType, isEventType } from '#shared/protocol/events/index.ts';
import { addUser, hashPassword, newUser } from '../../src/gateway/auth/index.ts';
import { audit, checkAudit, listAudit, SYSTEM_PRINCIPAL } from '../../src/gateway/execute/index.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { createGatewayAudit } from '../../src/main/services/gateway-audit.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeItem } from '../support/make/item.ts';
import { makeUser } from '../support/make/user.ts';
import { folderPerTest } from '../support/per-test.ts';
import { runGateway } from '../support/processes.ts';
import { runNow } from '../support/run-now.ts';

const PASSWORD = 'correct horse battery';
const Answer = z.object({ rows: z.array(AuditRecord), next: z.string().nullable() });
const Grant = z.object({ refreshToken: z.string() });

let on: TestGateway;
let token: string;

beforeEach(async () => {
  on = await startTestGateway({ TRUSTED_PROXIES: 'loopback', RATE_LIMIT_REQUESTS_PER_SECOND: '10000' });
  token = await on.token('admin');
});
afterEach(() => on.stop());

const FROM = { 'x-forwarded-for': '203.0.113.7' };
async function post(
  path: string,
  body: unknown,
  bearer?: string,
): Promise<{ status: number; body: unknown }> {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...FROM };
  if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
  const answer = await fetch(`${on.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}
const command = (type: string, data: unknown, id = uuidv7()) =>
  post('/api/v1/commands', { id, type, data, at: Date.now() }, token);
async function list(query: Record<string, string> = {}, bearer = token) {
  const answer = await fetch(`${on.url}/api/v1/audit?${new URLSearchParams(query)}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return { status: answer.status, ...Answer.partial().parse(await answer.json()) };
}
const newest = async (query: Record<string, string> = {}) => (await list(query)).rows?.[0];

describe('a command', () => {
  it('is recorded with who, what, on which subject, which fields from what to what, from where and with which result', async () => {
    const item = makeItem({ id: 'i', price: 500 });
    await command('inventory.create_item', { item });
    const id = uuidv7();
    await command('inventory.update_item', { item: { ...item, price: 650, name: 'Mug' } }, id);
    expect(await newest()).toMatchObject({
      actor: { kind: 'user', name: 'Test admin' },
      action: 'inventory.update_item',
      commandId: id,
      subject: 'item:i',
      changes: [
        { record: 'item:i', field: 'name', from: item.name, to: 'Mug' },
        { record: 'item:i', field: 'price', from: 500, to: 650 },
      ],
      address: '203.0.113.7',
      result: 'ok',
      seq: on.gateway.log.head(),
    });
    // Sent again, it is answered and nothing happens: one record.
    await command('inventory.update_item', { item: { ...item, price: 650, name: 'Mug' } }, id);
    expect((await list({ text: id })).rows).toHaveLength(1);
    await command('inventory.receive', { itemId: 'i', locationId: 'nowhere', quantity: 3, reference: null });
    expect(await newest()).toMatchObject({
      result: 'not_found',
      subject: 'inventory:i:nowhere',
      changes: [],
    });
  });

  it('over a socket is recorded with the address of its client', async () => {
    const client = new TestClient(on.url, handshake(token));
    try {
      await client.untilReceived('welcome');
      await client.command('inventory.create_item', { item: makeItem({ id: 's' }) });
      expect(await newest()).toMatchObject({ subject: 'item:s', address: '127.0.0.1', result: 'ok' });
    } finally {
      client.close();
    }
  });

  it('with a secret is recorded without it', async () => {
    const user = { id: uuidv7(), username: 'nora', name: 'Nora', role: 'agent' };
    await command('admin.create_user', { user, password: PASSWORD });
    await command('admin.set_role', { userId: user.id, role: 'manager' });
    const { rows } = await list({ subject: user.id });
    expect(rows?.map(({ action, changes }) => [action, changes.length])).toEqual([
      ['admin.set_role', 1],
      ['admin.create_user', 4],
    ]);
    expect(rows?.[0]?.changes).toEqual([
      { record: `user:${user.id}`, field: 'role', from: 'agent', to: 'manager' },
    ]);
    const all = JSON.stringify(on.gateway.sql.prepare('SELECT * FROM audit').all());
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain('argon2');
  });

  it('has a declaration for each event that a command can emit', () => {
    const declared = MODULES.flatMap(({ audited = {} }) => Object.keys(audited));
    // Those of `team` follow from others, and the gateway itself starts; `notifications` are what the rules say. Clocks, reports and the history of
    // assignments follow from what happens in conversations.
    const follows =
      /^(?:team|notifications|reports)\.|^system\.gateway_started|^usage\.(?:counted|threshold_reached|trimmed)|^billing\.invoiced|^chat\.clock|^assignment\.(?:recorded|trimmed)$/;
    const commanded = Object.keys(EVENTS).filter(
      (type) => isEventType(type) && isEmittedType(type) && !follows.test(type),
    );
    expect(declared.sort()).toEqual(commanded.sort());
  });
});

describe('sign-ins', () => {
  it('are recorded: success, failure, lockout once, renewal, theft, end', async () => {
    const user = makeUser({ username: 'nora', name: 'Nora', role: 'agent' });
    const hash = await hashPassword(PASSWORD);
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, Date.now(), (context) =>
      context.write(addUser, newUser(user, hash, context.now)),
    );
    const login = (username: string, password: string) => post('/api/v1/auth/login', { username, password });
    const refreshToken = Grant.parse((await login('nora', PASSWORD)).body).refreshToken;
    const next = Grant.parse((await post('/api/v1/auth/refresh', { refreshToken })).body).refreshToken;
    await post('/api/v1/auth/logout', { refreshToken: next });
    // A second sign-out ends nothing.
    await post('/api/v1/auth/logout', { refreshToken: next });
    const renew = async (refreshToken: string) =>
      Grant.parse((await post('/api/v1/auth/refresh', { refreshToken })).body).refreshToken;
    const stolen = Grant.parse((await login('nora', PASSWORD)).body).refreshToken;
    await renew(await renew(stolen));
    await post('/api/v1/auth/refresh', { refreshToken: stolen });
    await login('hunter2-typed-here', 'x');
    const { limits } = on.gateway.config;
    for (let n = 0; n < limits.loginFailures + 3; n += 1) await login('nora', 'wrong');
    const { rows = [] } = await list({ action: 'auth.', limit: '200' });
    const told = rows
      .filter(({ actor, address }) => address === '203.0.113.7' && actor.name !== 'Test admin')
      .map(({ action, result, actor }) => `${action} ${result} ${actor.name}`)
      .reverse();
    expect(told).toEqual([
      'auth.login ok Nora',
      'auth.refresh ok Nora',
      'auth.logout ok Nora',
      'auth.login ok Nora',
      'auth.refresh ok Nora',
      'auth.refresh ok Nora',
      'auth.refresh unauthenticated Nora',
      'auth.login unauthenticated unknown',
      ...Array(limits.loginFailures).fill('auth.login unauthenticated Nora'),
      'auth.login rate_limited Nora',
    ]);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    expect(rows[0]?.reason).toMatch(/^locked out for \d+ s$/);
  });
});

describe('a visitor’s message', () => {
  it('is recorded with its conversation and address, without its text', async () => {
    const started = await fetch(`${on.url}/widget/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...FROM },
      body: JSON.stringify({ name: 'Vera', email: 'vera@example.com', orderNumber: null }),
    });
    const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
    await fetch(`${on.url}/widget/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...FROM },
      body: JSON.stringify({ messageId: uuidv7(), body: 'my secret wish' }),
    });
    const record = await newest({ actor: 'Vera' });
    expect(record).toMatchObject({ actor: { kind: 'customer' }, address: '203.0.113.7', result: 'ok' });
    expect(record?.subject).toMatch(/^chat:/);
    expect(JSON.stringify(record)).not.toMatch(/secret wish|vera@example/);
  });
});

describe('GET /api/v1/audit', () => {
  const write = (count: number, name = 'Uta', reason: string | null = null): void =>
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, 1, (context) => {
      for (let n = 0; n < count; n += 1)
        context.write(audit, {
          at: 1000 + n,
          actor: { kind: 'user', id: `id-${name}`, name },
          type: 'x.y',
          commandId: null,
          reason,
          code: n % 2 ? 'ok' : 'conflict',
          seq: null,
          subject: `thing:${n}`,
        });
    });

  it('asks for a token before anything else, and for the permission', async () => {
    for (const path of ['/api/v1/audit', '/api/v1/audit?limit=nonsense']) {
      const answer = await fetch(`${on.url}${path}`);
      expect(answer.status).toBe(401);
    }
    for (const role of ['viewer', 'agent', 'manager'] as const)
      expect((await list({}, await on.token(role))).status).toBe(403);
    expect((await list({ limit: '0' })).status).toBe(400);
    expect((await list({ cursor: 'x' })).status).toBe(400);
  });

  it('filters by actor, action, subject, result, time and text, also with wild cards', async () => {
    write(10);
    write(2, '100%_sure', 'why not');
    const numbers = async (query: Record<string, string>) => (await list(query)).rows?.length;
    expect(await numbers({ actor: 'Uta' })).toBe(10);
    expect(await numbers({ actor: 'id-Uta' })).toBe(10);
    expect(await numbers({ actor: '%' })).toBe(2);
    expect(await numbers({ action: 'x.' })).toBe(12);
    expect(await numbers({ subject: 'thing:1' })).toBe(2);
    expect(await numbers({ subject: '1' })).toBe(2);
    expect(await numbers({ action: 'x.y', result: 'refused' })).toBe(6);
    expect(await numbers({ action: 'x.y', result: 'ok', actor: 'uta' })).toBe(5);
    expect(await numbers({ from: '1003', to: '1005', action: 'x.y' })).toBe(2);
    expect(await numbers({ text: 'WHY' })).toBe(2);
    expect(await numbers({ text: 'nothing like it' })).toBe(0);
  });

  it('pages newest first by key, bounded by rows and bytes', async () => {
    write(60, 'Uta', 'r'.repeat(500));
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await list({ action: 'x.y', limit: '25', ...(cursor ? { cursor } : {}) });
      expect(page.rows?.length).toBeLessThanOrEqual(25);
      seen.push(...(page.rows ?? []).map(({ n }) => n));
      cursor = page.next ?? null;
    } while (cursor !== null);
    expect(seen).toHaveLength(60);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, 1, (context) => {
      const long = (record: string) => ({ record, field: 'f', from: 'x'.repeat(200), to: 'y'.repeat(200) });
      for (let n = 0; n < 100; n += 1)
        context.write(audit, {
          at: 1,
          actor: SYSTEM_PRINCIPAL.actor,
          type: 'big',
          commandId: null,
          reason: null,
          code: 'ok',
          seq: null,
          changes: Array.from({ length: 50 }, (_, i) => long(`r${i}`)),
        });
    });
    const large = await list({ action: 'big', limit: '100' });
    expect(JSON.stringify(large).length).toBeLessThan(1_100_000);
    expect(large.next).not.toBeNull();
  });

  it('looks at a bounded number of records for a page, and goes on from there', async () => {
    runNow(on.gateway.executor, SYSTEM_PRINCIPAL, 1, (context) => {
      for (let n = 0; n < 12_000; n += 1)
        context.write(audit, {
          at: n,
          actor: SYSTEM_PRINCIPAL.actor,
          type: n === 3 ? 'rare' : 'common',
          commandId: null,
          reason: null,
          code: 'ok',
          seq: null,
        });
    });
    const { sql } = on.gateway;
    const filter = { ...NO_AUDIT_FILTER, action: 'rare' };
    const found = await listAudit(sql, filter, Number.MAX_SAFE_INTEGER, 10);
    expect(found.rows.map(({ at }) => at)).toEqual([3]);
    const part = await listAudit(sql, filter, Number.MAX_SAFE_INTEGER, 10, 5_000);
    expect(part.rows).toEqual([]);
    const rest = await listAudit(sql, filter, part.next ?? 0, 10);
    expect(rest.rows).toHaveLength(1);
  });

  it('is what the console reads, and its failures are results', async () => {
    write(3);
    const client = createGatewayAudit();
    const query = { filter: { ...NO_AUDIT_FILTER, action: 'x.y', from: 1001 }, after: null, limit: 10 };
    const page = await client.list(on.url, token, query);
    expect(page).toMatchObject({ ok: true, value: { next: null } });
    expect(page.ok && page.value.rows.map(({ at }) => at)).toEqual([1002, 1001]);
    expect(await client.list(on.url, 'x', query)).toMatchObject({ error: { code: 'unauthenticated' } });
    expect(await client.list(on.url, await on.token('agent'), query)).toMatchObject({
      error: { code: 'forbidden', permission: 'admin:audit' },
    });
    expect(await client.list('http://127.0.0.1:1', token, query)).toMatchObject({
      error: { code: 'unavailable' },
    });
    client.dispose();
    expect(await client.list(on.url, token, query)).toMatchObject({ error: { code: 'unavailable' } });
  });
});

describe('the command line', () => {
  const folder = folderPerTest('audit-cli');
  const env = () => ({ QUAYSIDE_DATA_DIR: folder.path, QUAYSIDE_PASSWORD: PASSWORD });
  const run = (...args: string[]) => runGateway(args, env());

  it('records its uses with the system’s user, verifies and exports', async () => {
    expect((await run('user', 'add', 'ada', '--role', 'admin')).code).toBe(0);
    expect((await run('backup', join(folder.path, 'b.db'))).code).toBe(0);
    const csv = new URL('../fixtures/online-retail-1k.csv', import.meta.url).pathname;
    expect((await run('import', 'orders', csv, '--format', 'online-retail')).code).toBe(0);
    expect((await run('import', 'orders', csv, '--format', 'superstore')).code).toBe(2);

    const verified = await run('audit', 'verify');
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    const head = /head (\S+)/.exec(verified.stdout)?.[1] ?? '';
    expect(await run('audit', 'verify', '--expect', head)).toMatchObject({ code: 0 });
    const other = head.replace(/:./, (start) => (start === ':A' ? ':B' : ':A'));
    expect(await run('audit', 'verify', '--expect', other)).toMatchObject({ code: 1 });
    expect(await run('audit', 'verify', '--expect', 'nonsense')).toMatchObject({ code: 2 });

    const file = join(folder.path, 'audit.csv');
    expect((await run('audit', 'export', file)).code).toBe(0);
    const text = readFileSync(file, 'utf8');
    const user = userInfo().username;
    expect(text).toContain(`,os:${user},`);
    for (const [action, result] of [
      ['admin.create_user', 'ok'],
      ['cli.backup', 'ok'],
      ['cli.import_orders', 'started'],
      ['cli.import_orders', 'ok'],
      ['cli.import_orders', 'failed'],
    ])
      expect(text).toMatch(new RegExp(`,${action},[^\\n]*,${result},`));
    expect(text).not.toContain(PASSWORD);
    expect((await run('audit', 'export', file)).code).toBe(2);
  });

  it('finds a row that was changed', async () => {
    const data = join(folder.path, 'gateway.db');
    await run('user', 'add', 'ada', '--role', 'admin');
    expect(existsSync(data)).toBe(true);
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(data);
    db.exec(`DROP TRIGGER audit_keeps; UPDATE audit SET actor_name = 'somebody else'`);
    db.close();
    const verified = await run('audit', 'verify');
    expect(verified.code).toBe(1);
    expect(verified.stderr).toContain('row 1 is not what was written there');
    expect(checkAudit(on.gateway.sql).problem).toBeNull();
  });
});
