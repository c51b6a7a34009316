import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { makeUser } from '../../../tests/support/make/user.ts';
import { runNow } from '../../../tests/support/run-now.ts';
import { type GatewayConfig, loadConfig } from '../config.ts';
import { type OpenSql, openSql } from '../db/open.ts';
import { createExecutor, type RunningExecutor, SYSTEM_PRINCIPAL } from '../execute/index.ts';
import type { CommandContext } from '../kernel.ts';
import { EventLog } from '../log/index.ts';
import { KERNEL_STORAGE, migrateTo } from '../migrations.ts';
import { BucketMap, TokenBucket } from './bucket.ts';
import { AuthService, addUser, hashPasswordSync, newUser, readOrCreateSecret } from './index.ts';
import { pruneRefreshTokens } from './refresh-tokens.ts';
import { REUSE_GRACE_MS } from './service.ts';
import { FailureThrottle } from './throttle.ts';

const PASSWORD = 'correct horse battery';

let folder: TemporaryFolder;
let sql: OpenSql;
let config: GatewayConfig;
let executor: RunningExecutor;
let now = 1_800_000_000_000;
const clock = { now: () => now };

function service(personas = false, secret = 'x'.repeat(40)): AuthService {
  return new AuthService({ sql, executor, config, secret, clock, personas });
}

function inTransaction<T>(work: (context: CommandContext) => T): T {
  return runNow(executor, SYSTEM_PRINCIPAL, now, work);
}

async function signedIn(auth: AuthService) {
  const grant = await auth.login('ada', PASSWORD, '127.0.0.1');
  if (!grant.ok) throw new Error(grant.error.message);
  return grant.value;
}

beforeEach(async () => {
  now = 1_800_000_000_000;
  folder = temporaryFolder('auth');
  const loaded = loadConfig({ QUAYSIDE_DATA_DIR: folder.path, RATE_LIMIT_LOGIN_FAILURES: '3' });
  if (!loaded.ok) throw new Error(loaded.error.message);
  config = loaded.value;
  await migrateTo(config.databasePath);
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
    context.write(addUser, newUser(makeUser({ id: 'u1', username: 'ada' }), hashPasswordSync(PASSWORD), now));
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
    const grant = await auth.login('ADA', PASSWORD, 'a');
    expect(grant).toMatchObject({ ok: true, value: { user: { id: 'u1', role: 'agent' } } });
    if (!grant.ok) return;
    const session = await auth.authenticate(grant.value.accessToken);
    expect(session).toMatchObject({ ok: true, value: { expiresAt: grant.value.accessExpiresAt } });
    if (session.ok) expect(session.value.principal.permissions.has('inventory:write')).toBe(false);
  });

  it('does not say whether the name or the password was wrong, and no password opens a persona', async () => {
    const auth = service();
    const answers = [
      await auth.login('ada', 'wrong', 'a'),
      await auth.login('nobody', 'wrong', 'a'),
      await auth.login('demo', '', 'a'),
    ];
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('makes the guesser wait, and nobody else', async () => {
    const auth = service();
    for (let i = 0; i < 3; i += 1) await auth.login('ada', 'wrong', 'a');
    const refused = await auth.login('ada', PASSWORD, 'a');
    expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
    if (!refused.ok) expect(refused.error.retryAfterMs).toBeGreaterThan(0);
    expect(await auth.login('ada', PASSWORD, 'b')).toMatchObject({ ok: true });
    now += 15 * 60_000;
    expect(await auth.login('ada', PASSWORD, 'a')).toMatchObject({ ok: true });
  });

  it('knows personas only where there is a demo', async () => {
    expect(service().personas()).toEqual([]);
    expect(await service().persona('demo')).toMatchObject({ ok: false, error: { code: 'not_found' } });
    expect(service(true).personas()).toHaveLength(1);
    expect(await service(true).persona('demo')).toMatchObject({ ok: true });
    expect(await service(true).persona('ada')).toMatchObject({ ok: false });
  });
});

describe('access tokens', () => {
  it('end after their time, are worth nothing elsewhere, and carry the role of now', async () => {
    const auth = service();
    const { accessToken } = await signedIn(auth);
    expect(await service(false, 'y'.repeat(40)).authenticate(accessToken)).toMatchObject({ ok: false });
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

  it('used again within the grace gives the same family another pair; later it ends the family', async () => {
    const auth = service();
    const first = await signedIn(auth);
    const second = await auth.refresh(first.refreshToken);
    now += REUSE_GRACE_MS;
    const again = await auth.refresh(first.refreshToken);
    expect(again).toMatchObject({ ok: true });
    now += 1;
    expect(await auth.refresh(first.refreshToken)).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
    for (const grant of [second, again]) {
      if (!grant.ok) throw new Error('expected a grant');
      expect(await auth.refresh(grant.value.refreshToken)).toMatchObject({ ok: false });
    }
    expect(await auth.refresh((await signedIn(auth)).refreshToken)).toMatchObject({ ok: true });
  });

  it('end with sign-out, are stored as hashes only, and are pruned', async () => {
    const auth = service();
    const { refreshToken } = await signedIn(auth);
    expect(JSON.stringify(sql.prepare('SELECT * FROM refresh_tokens').all())).not.toContain(refreshToken);
    await auth.logout(refreshToken);
    expect(await auth.refresh(refreshToken)).toMatchObject({ ok: false });
    now += config.auth.refreshTokenMs + 1;
    expect(inTransaction((context) => context.write(pruneRefreshTokens, { before: now }))).toBe(false);
    expect(sql.prepare('SELECT * FROM refresh_tokens').all()).toEqual([]);
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
