import { statSync } from 'node:fs';
import { join } from 'node:path';
import { hashSync } from '@node-rs/argon2';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { createGatewayFile } from '../../../tests/support/gateway-file.ts';
import { makeUser } from '../../../tests/support/make/user.ts';
import { runNow } from '../../../tests/support/run-now.ts';
import { type GatewayConfig, loadConfig } from '../config.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { createExecutor, type RunningExecutor, SYSTEM_PRINCIPAL } from '../execute/index.ts';
import type { CommandContext } from '../kernel.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE } from '../migrations.ts';
import { BucketMap, TokenBucket } from './bucket.ts';
import { AuthService, addUser, type Caller, listSessions, newUser, readOrCreateSecret } from './index.ts';
import { pruneRefreshTokens } from './refresh-tokens.ts';
import { REUSE_GRACE_MS } from './service.ts';
import { pruneSignIns } from './sign-ins.ts';
import { FailureThrottle } from './throttle.ts';

const PASSWORD = 'correct horse battery';
/** A hash says how it was made, so that a cheap one is checked as the others are, in a hundredth of the time. */
const PASSWORD_HASH = hashSync(PASSWORD, { memoryCost: 64, timeCost: 1, parallelism: 1 });

let folder: TemporaryFolder;
let sql: OpenSql;
let config: GatewayConfig;
let executor: RunningExecutor;
let now = 1_800_000_000_000;
let monotonic = 0;
const clock = { now: () => now };

/** Someone at an address, with or without a device that has signed in before. */
const at = (address: string, deviceToken: string | null = null): Caller => ({
  address,
  device: 'Test',
  deviceToken,
});

function service(personas: 'all' | 'no_admins' | 'none' = 'none', secret = 'x'.repeat(40)): AuthService {
  return new AuthService({ sql, executor, config, secret, clock, personas, monotonic: () => monotonic });
}

function inTransaction<T>(work: (context: CommandContext) => T): T {
  return runNow(executor, SYSTEM_PRINCIPAL, now, work);
}

async function signedIn(auth: AuthService) {
  const grant = await auth.login('ada', PASSWORD, at('127.0.0.1'));
  if (!grant.ok) throw new Error(grant.error.message);
  return grant.value;
}

beforeEach(async () => {
  now = 1_800_000_000_000;
  monotonic = 0;
  folder = temporaryFolder('auth');
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: folder.path, RATE_LIMIT_LOGIN_FAILURES: '3' });
  if (!loaded.ok) throw new Error(loaded.error.message);
  config = loaded.value;
  await createGatewayFile(config.databasePath);
  sql = openSql(config.databasePath);
  executor = createExecutor({
    sql,
    log: new EventLog(sql),
    modules: [],
    owners: KERNEL_STORAGE,
    config,
    clock,
    logger: pino({ level: 'silent' }),
  });
  inTransaction((context) => {
    context.write(addUser, newUser(makeUser({ id: 'u1', username: 'ada' }), PASSWORD_HASH, now));
    context.write(
      addUser,
      newUser(makeUser({ id: 'u2', username: 'demo', role: 'manager' }), null, now, true),
    );
  });
});
afterEach(() => {
  executor.dispose();
  sql.close();
  folder.remove();
});

describe('sign-in', () => {
  it('takes the right password, in any case of the name, and says what the user may do', async () => {
    const auth = service();
    const grant = await auth.login('ADA', PASSWORD, at('a'));
    expect(grant).toMatchObject({ ok: true, value: { user: { id: 'u1', role: 'agent' } } });
    if (!grant.ok) return;
    const session = await auth.authenticate(grant.value.accessToken);
    expect(session).toMatchObject({ ok: true, value: { expiresAt: grant.value.accessExpiresAt } });
    if (session.ok) expect(session.value.principal.permissions.has('inventory:write')).toBe(false);
  });

  it('does not say whether the name or the password was wrong, and no password opens a persona', async () => {
    const auth = service();
    const answers = [
      await auth.login('ada', 'wrong', at('a')),
      await auth.login('nobody', 'wrong', at('a')),
      await auth.login('demo', '', at('a')),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('makes the guesser wait, and nobody else', async () => {
    const auth = service();
    for (let i = 0; i < 3; i += 1) await auth.login('ada', 'wrong', at('a'));
    const refused = await auth.login('ada', PASSWORD, at('a'));
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    if (!refused.ok) expect(refused.error.retryAfterMs).toBeGreaterThan(0);
    expect(await auth.login('ada', PASSWORD, at('b'))).toMatchObject({ ok: true });
    monotonic += 15 * 60_000;
    expect(await auth.login('ada', PASSWORD, at('a'))).toMatchObject({ ok: true });
  });

  it('a success clears the count of that user at that address, and no other', async () => {
    const auth = service();
    const fail = (name: string, address: string) => auth.login(name, 'wrong', at(address));
    for (let i = 0; i < 2; i += 1) await fail('ada', 'a');
    for (let i = 0; i < 3; i += 1) await fail('ada', 'b');
    for (let i = 0; i < 20; i += 1) await fail(`somebody ${i}`, 'a');
    expect(await auth.login('ada', PASSWORD, at('a'))).toMatchObject({ ok: true });
    // Three more would reach the limit of the pair, had the success not cleared it.
    for (let i = 0; i < 2; i += 1) await fail('ada', 'a');
    expect(await auth.login('ada', PASSWORD, at('a'))).toMatchObject({ ok: true });
    expect(await auth.login('ada', PASSWORD, at('b'))).toMatchObject({ error: { code: 'rate_limited' } });
    // The address goes on counting what it tries on others: 24 of 30 so far.
    for (let i = 0; i < 6; i += 1) await fail(`other ${i}`, 'a');
    expect(await auth.login('ada', PASSWORD, at('a'))).toMatchObject({ error: { code: 'rate_limited' } });
  });

  it('makes guessers at many addresses wait, longer each time, but never a device that has signed in before', async () => {
    const auth = service();
    const grant = await signedIn(auth);
    expect(grant.deviceToken).toEqual(expect.any(String));
    let n = 0;
    const guess = () => {
      n += 1;
      return auth.login('ADA', 'wrong', at(`address ${n}`));
    };
    for (let i = 0; i < 16; i += 1)
      expect(await guess()).toMatchObject({ error: { code: 'unauthenticated' } });
    const waits: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      const refused = await guess();
      if (refused.ok || refused.error.code !== 'rate_limited') throw new Error('expected to wait');
      waits.push(refused.error.retryAfterMs ?? 0);
      monotonic += refused.error.retryAfterMs ?? 0;
      expect(await guess()).toMatchObject({ error: { code: 'unauthenticated' } });
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000]);
    const mine = (token: string | null) => auth.login('ada', PASSWORD, at('address 1', token));
    expect(await mine(null)).toMatchObject({ error: { code: 'rate_limited' } });
    expect(await mine('nonsense')).toMatchObject({ error: { code: 'rate_limited' } });
    expect(await mine(grant.accessToken)).toMatchObject({ error: { code: 'rate_limited' } });
    const again = await mine(grant.deviceToken ?? null);
    expect(again).toMatchObject({ ok: true });
    // A device token opens nothing, and its own wrong passwords count.
    expect(await auth.authenticate(grant.deviceToken ?? '')).toMatchObject({ ok: false });
    for (let i = 0; i < 4; i += 1) await auth.login('ada', 'wrong', at('c', grant.deviceToken));
    expect(await mine(grant.deviceToken ?? null)).toMatchObject({ error: { code: 'rate_limited' } });
  });

  it('measures its waits by a clock that is never set', async () => {
    const auth = service();
    for (let i = 0; i < 3; i += 1) await auth.login('ada', 'wrong', at('a'));
    now -= 3_600_000;
    monotonic += 15 * 60_000;
    expect(await auth.login('ada', PASSWORD, at('a'))).toMatchObject({ ok: true });
  });

  it('lists the sessions of a user by device, address and last use', async () => {
    const auth = service();
    const { accessToken, refreshToken } = await signedIn(auth);
    await auth.login('ada', PASSWORD, { address: '10.0.0.1', device: 'Phone', deviceToken: null });
    now += 5000;
    await auth.refresh(refreshToken, '10.0.0.2');
    const session = await auth.authenticate(accessToken);
    if (!session.ok) throw new Error('expected a session');
    now += 5000;
    auth.used(session.value, '10.0.0.3');
    auth.used(session.value, '10.0.0.4');
    executor.flush();
    const device = { userId: 'u1', startedAt: now - 10_000 };
    expect(listSessions(sql, 'u1', now)).toEqual([
      { ...device, id: session.value.family, device: 'Test', address: '10.0.0.3', lastUsedAt: now },
      { ...device, id: expect.any(String), device: 'Phone', address: '10.0.0.1', lastUsedAt: now - 10_000 },
    ]);
    await auth.logout(refreshToken);
    expect(listSessions(sql, 'u1', now)).toHaveLength(1);
  });

  it('knows personas only where there is a demo', async () => {
    expect(service().personas()).toEqual([]);
    expect(await service().persona('demo')).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(service('all').personas()).toHaveLength(1);
    expect(await service('all').persona('demo')).toMatchObject({ ok: true });
    expect(await service('all').persona('ada')).toMatchObject({ ok: false });
  });
});

describe('access tokens', () => {
  it('end after their time, are worth nothing elsewhere, and carry the role of now', async () => {
    const auth = service();
    const { accessToken } = await signedIn(auth);
    expect(await service('none', 'y'.repeat(40)).authenticate(accessToken)).toMatchObject({ ok: false });
    inTransaction((context) => context.emit('admin.role_changed', { userId: 'u1', role: 'manager' }));
    expect(await auth.authenticate(accessToken)).toMatchObject({
      ok: true,
      value: { user: { role: 'manager' } },
    });
    now += config.auth.accessTokenMs + 1000;
    expect(await auth.authenticate(accessToken)).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
  });

  it('refuses one without a signature', async () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = `${part({ alg: 'none' })}.${part({ sub: 'u1', sid: 'f', iss: 'quayside', aud: 'quayside-console', exp: 9e9 })}.`;
    expect(await service().authenticate(forged)).toMatchObject({ ok: false });
  });
});

describe('refresh tokens', () => {
  it('rotate, and expire', async () => {
    const auth = service();
    const first = await signedIn(auth);
    const second = await auth.refresh(first.refreshToken);
    expect(second).toMatchObject({ ok: true });
    if (!second.ok) return;
    expect(second.value.refreshToken).not.toBe(first.refreshToken);
    now += config.auth.refreshTokenMs + 1;
    expect(await auth.refresh(second.value.refreshToken)).toMatchObject({ ok: false });
  });

  it('used again within the grace replaces the successor that was never seen, so that one of them lives on', async () => {
    const auth = service();
    const first = await signedIn(auth);
    const unseen = await auth.refresh(first.refreshToken);
    now += REUSE_GRACE_MS;
    const again = await auth.refresh(first.refreshToken);
    if (!unseen.ok || !again.ok) throw new Error('expected two grants');
    const next = await auth.refresh(again.value.refreshToken);
    if (!next.ok) throw new Error('expected a grant');
    // Whoever holds the successor that was replaced is a thief: nobody keeps the sign-in.
    expect(await auth.refresh(unseen.value.refreshToken)).toMatchObject({
      error: { reason: 'session_ended' },
    });
    expect(await auth.refresh(next.value.refreshToken)).toMatchObject({ ok: false });
    expect(await auth.authenticate(next.value.accessToken)).toMatchObject({ ok: false });
    expect(await auth.refresh((await signedIn(auth)).refreshToken)).toMatchObject({ ok: true });
  });

  it('used twice at once leave one successor', async () => {
    const auth = service();
    const { refreshToken } = await signedIn(auth);
    const answers = await Promise.all([1, 2, 3].map(() => auth.refresh(refreshToken)));
    const live = sql
      .prepare('SELECT hash FROM refresh_tokens WHERE used_at IS NULL AND replaced_at IS NULL')
      .all();
    expect([answers.filter(({ ok }) => ok).length, live.length]).toEqual([3, 1]);
  });

  it.each([
    ['after the grace', REUSE_GRACE_MS + 1, false],
    ['once its successor is in use', 0, true],
  ])('used again %s end the sign-in', async (_when, later, successorUsed) => {
    const auth = service();
    const ended: string[] = [];
    auth.onEnded((family) => ended.push(family));
    const first = await signedIn(auth);
    let last = await auth.refresh(first.refreshToken);
    if (successorUsed && last.ok) last = await auth.refresh(last.value.refreshToken);
    now += later;
    expect(await auth.refresh(first.refreshToken)).toMatchObject({ error: { code: 'unauthenticated' } });
    expect(ended).toHaveLength(1);
    expect(last.ok && (await auth.refresh(last.value.refreshToken)).ok).toBe(false);
  });

  it('end with sign-out, are stored as hashes only, and are pruned', async () => {
    const auth = service();
    const { refreshToken } = await signedIn(auth);
    expect(JSON.stringify(sql.prepare('SELECT * FROM refresh_tokens').all())).not.toContain(refreshToken);
    await auth.logout(refreshToken);
    expect(await auth.refresh(refreshToken)).toMatchObject({ ok: false });
    now += config.auth.refreshTokenMs + 1;
    expect(inTransaction((context) => context.write(pruneRefreshTokens, { before: now }))).toBe(false);
    expect(inTransaction((context) => context.write(pruneSignIns, { before: now }))).toBe(false);
    for (const table of ['refresh_tokens', 'sign_ins'])
      expect(sql.prepare(`SELECT * FROM ${table}`).all()).toEqual([]);
  });
});

describe('limits', () => {
  it('a bucket gives its burst, then its rate', () => {
    const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(100);
    expect(bucket.take(100)).toBe(0);
  });

  it('maps forget the oldest instead of growing', () => {
    const map = new BucketMap({ perSecond: 1, burst: 1 }, 2);
    for (const key of ['a', 'b', 'c']) expect(map.take(key, 0)).toBe(0);
    expect(map.take('c', 0)).toBeGreaterThan(0);
    expect(map.take('a', 0)).toBe(0);
    const throttle = new FailureThrottle(1);
    for (let i = 0; i < 20_500; i += 1) throttle.failed(`k${i}`, 0);
    expect(throttle.size).toBe(20_000);
  });

  it('the generated secret stays the same and is its owner’s alone', () => {
    const secret = readOrCreateSecret(folder.path);
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(readOrCreateSecret(folder.path)).toBe(secret);
    if (process.platform !== 'win32')
      expect(statSync(join(folder.path, 'auth-secret')).mode & 0o777).toBe(0o600);
  });
});
