import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SessionsResponse } from '#shared/protocol/auth.ts';
import type { Reply } from '#shared/protocol/envelope.ts';
import { MODULES } from '../../src/gateway/modules.ts';
import { handshake, TestClient } from '../support/client.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { PASSWORD, People } from '../support/people.ts';
import { runGateway } from '../support/processes.ts';

const OTHER = 'vessel quartz lamp';
const setting = { setting: { key: 'motto', value: 'ahoy' } };

let on: TestGateway;
let people: People;
let admin: string;
const clients: TestClient[] = [];

async function connect(token: string): Promise<TestClient> {
  const client = new TestClient(on.url, handshake(token));
  clients.push(client);
  await client.untilReceived('welcome');
  return client;
}

/** What a connection was told before it ended. */
async function endOf(client: TestClient): Promise<unknown> {
  await client.untilReceived('disconnect');
  return client.named<{ error: unknown }>('problem').at(-1)?.error;
}

const status = async (token: string): Promise<number> =>
  (await people.ask('GET', '/api/v1/inventory/items', { token })).status;

beforeEach(async () => {
  on = await startTestGateway();
  people = new People(on);
  await people.add('root', 'admin');
  admin = (await people.signIn('root')).accessToken;
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await on.stop();
});

describe('a user who is disabled', () => {
  it('is out at once, on sockets, over REST and with every token, and is told why', async () => {
    const userId = await people.add('nora', 'manager');
    const grants = [await people.signIn('nora'), await people.signIn('nora')];
    const sockets = await Promise.all(grants.map(({ accessToken }) => connect(accessToken)));
    const other = await connect(admin);
    const disabled = { code: 'unauthenticated', reason: 'account_disabled' };
    expect(await people.command(admin, 'admin.disable_user', { userId })).toMatchObject({ ok: true });
    for (const socket of sockets) expect(await endOf(socket)).toMatchObject(disabled);
    for (const { accessToken, refreshToken } of grants) {
      expect(await status(accessToken)).toBe(401);
      expect(await people.refresh(refreshToken)).toMatchObject({ status: 401, error: disabled });
      const again = new TestClient(on.url, handshake(accessToken));
      clients.push(again);
      await again.untilReceived('connect_error');
      expect(again.named('connect_error')[0]).toMatchObject(disabled);
    }
    expect(await people.login('nora')).toMatchObject({ status: 401, error: disabled });
    // Only somebody with the password learns that the account exists.
    expect((await people.login('nora', 'wrong')).error?.reason).toBeUndefined();
    expect(other.socket.connected).toBe(true);
    await people.command(admin, 'admin.enable_user', { userId });
    expect((await people.login('nora')).status).toBe(200);
    expect((await people.refresh(grants[0]?.refreshToken ?? '')).status).toBe(401);
  });

  it('is out at once where another process disabled them', async () => {
    await people.add('nora', 'agent');
    const socket = await connect((await people.signIn('nora')).accessToken);
    const ran = await runGateway(['user', 'disable', 'nora'], { QUAYSIDE_DATA_DIR: on.dir });
    expect([ran.code, ran.stdout]).toEqual([0, 'disabled nora\n']);
    expect(await endOf(socket)).toMatchObject({ reason: 'account_disabled' });
  });
});

describe('sessions', () => {
  it('are listed by device, address and last use, and end at once when they are revoked', async () => {
    const userId = await people.add('nora', 'agent');
    const [first, second] = [await people.signIn('nora'), await people.signIn('nora')];
    const [one, two] = [await connect(first.accessToken), await connect(second.accessToken)];
    const path = `/api/v1/admin/users/${userId}/sessions`;
    const { sessions } = SessionsResponse.parse((await people.ask('GET', path, { token: admin })).body);
    expect(sessions).toMatchObject([
      { userId, device: 'node', address: '127.0.0.1', current: false },
      { userId, device: 'node', address: '127.0.0.1', current: false },
    ]);
    expect((await people.ask('GET', path, { token: first.accessToken })).status).toBe(403);
    const own = on.gateway.auth.authenticate(first.accessToken);
    const sessionId = await own.then((found) => (found.ok ? found.value.family : ''));
    await people.command(admin, 'admin.end_sessions', { userId, sessionId });
    expect(await endOf(one)).toMatchObject({ code: 'unauthenticated', reason: 'session_ended' });
    expect([await status(first.accessToken), await status(second.accessToken)]).toEqual([401, 200]);
    expect(two.socket.connected).toBe(true);
    expect(await people.command(admin, 'admin.end_sessions', { userId: 'nobody', sessionId })).toMatchObject({
      error: { code: 'not_found' },
    });
    const ran = await runGateway(['user', 'revoke', 'nora'], { QUAYSIDE_DATA_DIR: on.dir });
    expect(ran.code).toBe(0);
    await endOf(two);
    expect((await people.refresh(second.refreshToken)).status).toBe(401);
  });
});

describe('passwords', () => {
  it('are reset by an administrator, which ends all sessions', async () => {
    const userId = await people.add('nora', 'agent');
    const grant = await people.signIn('nora');
    const socket = await connect(grant.accessToken);
    const weak = await people.command(admin, 'admin.reset_password', { userId, password: 'password123' });
    expect(weak).toMatchObject({ ok: false, error: { code: 'invalid' } });
    await people.command(admin, 'admin.reset_password', { userId, password: OTHER });
    expect(await endOf(socket)).toMatchObject({ reason: 'session_ended' });
    expect((await people.refresh(grant.refreshToken)).status).toBe(401);
    expect([(await people.login('nora')).status, (await people.login('nora', OTHER)).status]).toEqual([
      401, 200,
    ]);
  });

  it('are changed by their owner, who keeps this session and loses the others', async () => {
    await people.add('nora', 'viewer');
    const [here, there] = [await people.signIn('nora'), await people.signIn('nora')];
    const socket = await connect(there.accessToken);
    const mine = await connect(here.accessToken);
    const change = (current: string, password: string) =>
      people.ask('POST', '/api/v1/auth/password', { token: here.accessToken, body: { current, password } });
    expect(await change('wrong', OTHER)).toMatchObject({ status: 400, error: { field: 'current' } });
    expect(await change(PASSWORD, 'nora nora 1')).toMatchObject({
      status: 400,
      error: { field: 'password' },
    });
    expect((await change(PASSWORD, OTHER)).status).toBe(200);
    expect(await endOf(socket)).toMatchObject({ reason: 'session_ended' });
    expect([await status(here.accessToken), await status(there.accessToken)]).toEqual([200, 401]);
    expect(mine.socket.connected).toBe(true);
    expect((await people.login('nora', OTHER)).status).toBe(200);
    // Guessing the current password is limited, and locks out nobody else.
    const answers = await Promise.all(Array.from({ length: 14 }, () => change('wrong', OTHER)));
    expect(answers.some(({ status: code }) => code === 429)).toBe(true);
    expect((await people.login('nora', OTHER)).status).toBe(200);
  });

  it('are hashed while other commands go on, and are stored nowhere', async () => {
    const done: string[] = [];
    const user = { id: uuidv7(), username: 'nora', name: 'Nora', role: 'agent' as const };
    const first = people.command(admin, 'admin.create_user', { user, password: OTHER });
    const creating = first.then(() => done.push('created'));
    const { executor } = on.gateway;
    const principal = {
      actor: { kind: 'user' as const, id: 'r', name: 'R' },
      permissions: new Set(['admin:users', 'admin:settings'] as const),
    };
    const at = Date.now();
    const slow = executor.submit(principal, {
      id: uuidv7(),
      type: 'admin.create_user',
      data: { user: { ...user, id: uuidv7(), username: 'zoe' }, password: OTHER },
      at,
    });
    const quick = executor.submit(principal, { id: uuidv7(), type: 'admin.set_setting', data: setting, at });
    await Promise.all([
      slow.then(({ ok }) => done.push(`hashed ${ok}`)),
      quick.then(({ ok }) => done.push(`quick ${ok}`)),
      creating,
    ]);
    expect(done.indexOf('quick true')).toBeLessThan(done.indexOf('hashed true'));
    for (const table of ['events', 'command_replies', 'audit', 'users'])
      expect(JSON.stringify(on.gateway.sql.prepare(`SELECT * FROM ${table}`).all()), table).not.toContain(
        OTHER,
      );
  });

  it('take effect once for each command id', async () => {
    const user = { id: uuidv7(), username: 'nora', name: 'Nora', role: 'agent' };
    const body = { id: uuidv7(), type: 'admin.create_user', data: { user, password: OTHER }, at: Date.now() };
    const answers = await Promise.all(
      [1, 2, 3].map(() => people.ask('POST', '/api/v1/commands', { token: admin, body })),
    );
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
    expect(answers[0]?.status).toBe(200);
    expect(on.gateway.sql.prepare(`SELECT count(*) AS n FROM users WHERE username = 'nora'`).get()).toEqual({
      n: 1,
    });
  });

  it('and names follow one rule at both doors', async () => {
    for (const [username, password] of [
      ['zoe', 'password123'],
      ['zoe', 'x'.repeat(300)],
      ['zoe', 'short'],
      ['zoe ', OTHER],
    ] as const) {
      const user = { id: uuidv7(), username, name: 'Zoe', role: 'agent' as const };
      expect(await people.command(admin, 'admin.create_user', { user, password })).toMatchObject({
        error: { code: 'invalid' },
      });
      const env = { QUAYSIDE_DATA_DIR: on.dir, QUAYSIDE_PASSWORD: password };
      const ran = await runGateway(['user', 'add', username, '--role', 'agent', '--name', 'Zoe'], env);
      expect([ran.code, ran.stdout], ran.stderr).toEqual([2, '']);
    }
  }, 30_000);
});

describe('API keys', () => {
  const make = () => `qk_${randomBytes(32).toString('base64url')}`;
  const create = async (permissions: string[], expiresAt: number | null = null) => {
    const [key, keyId] = [make(), uuidv7()];
    const reply = await people.command(admin, 'admin.create_api_key', {
      keyId,
      name: 'Scanner',
      permissions,
      expiresAt,
      key,
    });
    return { key, keyId, reply };
  };

  it('do what they were made for, over REST and sockets, under a name of their own', async () => {
    const { key, keyId, reply } = await create(['inventory:read', 'inventory:write']);
    expect(reply).toMatchObject({ ok: true, result: { keyId } });
    expect(await status(key)).toBe(200);
    expect((await people.ask('GET', '/api/v1/orders', { token: key })).status).toBe(403);
    expect(await people.command(key, 'admin.set_setting', setting)).toMatchObject({
      error: { code: 'forbidden' },
    });
    const location = { id: 'l', name: 'L', kind: 'store' as const, region: null };
    expect(await people.command(key, 'inventory.create_location', { location })).toMatchObject({ ok: true });
    const socket = await connect(key);
    expect(socket.named('welcome')[0]).toMatchObject({
      user: { id: `key:${keyId}`, name: 'Scanner (API key)' },
      channels: [{ name: 'inventory' }],
    });
    const audited = on.gateway.sql.prepare('SELECT * FROM audit ORDER BY n DESC LIMIT 1').get();
    expect(audited).toMatchObject({ actor_id: `key:${keyId}`, actor_name: 'Scanner (API key)' });
    await people.command(admin, 'admin.revoke_api_key', { keyId });
    expect(await endOf(socket)).toMatchObject({ code: 'unauthenticated' });
    expect(await status(key)).toBe(401);
  });

  it('expire, cannot give more than their maker may do, and are stored as hashes only', async () => {
    expect((await create(['inventory:fly'])).reply).toMatchObject({ error: { code: 'invalid' } });
    expect((await create(['inventory:read'], Date.now() - 1)).reply).toMatchObject({
      error: { code: 'invalid' },
    });
    const { key: helper } = await create(['admin:users', 'inventory:read']);
    const more = {
      keyId: uuidv7(),
      name: 'More',
      permissions: ['admin:settings'],
      expiresAt: null,
      key: make(),
    };
    expect(await people.command(helper, 'admin.create_api_key', more)).toMatchObject({
      error: { code: 'forbidden', permission: 'admin:settings' },
    });
    const { key } = await create(['inventory:read'], Date.now() + 400);
    expect(await status(key)).toBe(200);
    await expect.poll(() => status(key)).toBe(401);
    expect(await status(make())).toBe(401);
    const password = { token: helper, body: { current: PASSWORD, password: OTHER } };
    expect((await people.ask('POST', '/api/v1/auth/password', password)).status).toBe(403);
    for (const table of ['events', 'command_replies', 'audit', 'api_keys'])
      expect(JSON.stringify(on.gateway.sql.prepare(`SELECT * FROM ${table}`).all()), table).not.toMatch(
        /qk_[\w-]{43}/,
      );
  });

  it('share the limits of users', async () => {
    const strict = await startTestGateway({ RATE_LIMIT_COMMANDS_PER_SECOND: '1' });
    const others = new People(strict);
    await others.add('root', 'admin');
    const key = make();
    await others.as('admin.create_api_key', {
      keyId: uuidv7(),
      name: 'Fast',
      permissions: ['admin:settings'],
      expiresAt: null,
      key,
    });
    const replies: Reply[] = [];
    for (let n = 0; n < 4; n += 1) replies.push(await others.command(key, 'admin.set_setting', setting));
    expect(replies.map(({ ok }) => ok)).toContain(false);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'rate_limited' } });
    await strict.stop();
  });

  it('are made, listed and revoked on the command line', async () => {
    const env = { QUAYSIDE_DATA_DIR: on.dir };
    const made = await runGateway(['key', 'add', 'ERP', '--permissions', 'orders:read', '--days', '30'], env);
    const key = made.stdout.trim();
    expect(key).toMatch(/^qk_/);
    expect((await people.ask('GET', '/api/v1/orders', { token: key })).status).toBe(200);
    const list = (await runGateway(['key', 'list'], env)).stdout;
    expect(list).toMatch(/works {2}until .* used .* from 127\.0\.0\.1 {2}orders:read {2}ERP/);
    await runGateway(['key', 'revoke', list.split(' ')[0] ?? ''], env);
    expect((await people.ask('GET', '/api/v1/orders', { token: key })).status).toBe(401);
  }, 30_000);
});

describe('the command line', () => {
  it('manages users beside a running gateway', async () => {
    const env = { QUAYSIDE_DATA_DIR: on.dir, QUAYSIDE_PASSWORD: OTHER };
    const run = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await runGateway(['user', ...args], env);
      return code === 0 ? stdout : `${code} ${stderr}`;
    };
    expect(await run('add', 'nora', '--role', 'agent', '--name', 'Nora')).toBe('added nora as agent\n');
    expect(await run('role', 'nora', 'king')).toMatch(/^2 .*must be one of/);
    expect(await run('role', 'nora', 'manager')).toBe('nora is now manager\n');
    await people.signIn('nora', OTHER);
    expect(await run('sessions', 'nora')).toMatch(/127\.0\.0\.1 {2}node/);
    expect(await run('password', 'nora')).toMatch(/changed the password of nora/);
    expect(await run('sessions', 'nora')).toBe('nora has no sessions\n');
    expect(await run('disable', 'root')).toMatch(/^2 error: The last administrator/);
    await run('disable', 'nora');
    expect(await run('list')).toMatch(/^nora {2}manager {2}Nora {2}disabled .*\nroot {2}admin {2}root\n$/);
    expect(await run('enable', 'nora')).toBe('enabled nora\n');
    expect(await run('enable', 'nobody')).toBe('2 error: there is no user nobody\n');
  }, 60_000);
});

it('every command with a password is prepared off the event loop', () => {
  const prepared = MODULES.flatMap(({ preparations }) => Object.keys(preparations ?? {}));
  expect(prepared.sort()).toEqual(['admin.create_user', 'admin.reset_password']);
});
