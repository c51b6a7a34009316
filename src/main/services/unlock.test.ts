import { existsSync, rmSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { TokenGrant } from '#shared/protocol/auth.ts';
import { PERMISSIONS } from '#shared/protocol/permissions.ts';
import { createFakeAuth, grantOf, startTestConsole } from '../../../tests/support/console.ts';
import { type FakeClock, fakeClock } from '../../../tests/support/fake-clock.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { cacheFile } from '../engine/api/cache-file.ts';
import { guessDelay } from './unlock.ts';

const SERVER = 'http://127.0.0.1:3002';
const PASSWORD = 'correct horse battery';
const GONE = err({ code: 'unavailable', message: 'The server cannot be reached.' } as const);

let folder: TemporaryFolder;
let clock: FakeClock;
let answer: BridgeResult<TokenGrant>;
const cleanUp: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = temporaryFolder('unlock');
  clock = fakeClock();
  answer = ok(grantOf(1));
  // The fake engine writes no cache.
  await writeFile(cacheFile(folder.path, { server: SERVER, userId: 'u-1' }), 'a cache');
});
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
  folder.remove();
});

async function start() {
  const auth = createFakeAuth();
  auth.login = async () => answer;
  const made = await startTestConsole({ data: folder.path, clock, auth });
  cleanUp.push(() => made.dispose());
  return { ...made, signIn: made.console.signIn, page: made.console.router.connect() };
}
const stored = (): Promise<string> => readFile(join(folder.path, 'unlock.json'), 'utf8');

describe('signing out while the server is gone', () => {
  it('does not lock the person out of the cache on this computer', async () => {
    const { signIn, engine, page } = await start();
    await signIn.withPassword('ada', PASSWORD);
    expect(signIn.state()).toMatchObject({ unlock: true });
    answer = GONE;
    await signIn.signOut();
    expect(await signIn.withPassword(' ADA ', PASSWORD)).toMatchObject({
      ok: true,
      value: { status: 'signed_in', review: true, user: { id: 'u-1' } },
    });
    expect(engine.opened.at(-1)).toMatchObject({ userId: 'u-1', accessToken: null });
    const { permissions } = signIn.state();
    expect(permissions).toContain('chat:read');
    expect(permissions).not.toContain('chat:write');
    expect(PERMISSIONS).toEqual(expect.arrayContaining(permissions));
    expect(await page.invoke('commands.discard', { id: 'x' })).toMatchObject({
      error: { code: 'unauthenticated' },
    });
  });

  it('still works after a restart, and asks again at each start', async () => {
    const first = await start();
    await first.signIn.withPassword('ada', PASSWORD);
    await first.signIn.signOut();
    await first.console.dispose();
    answer = GONE;
    const second = await start();
    expect(second.signIn.state().status).toBe('signed_out');
    expect(await second.signIn.withPassword('ada', PASSWORD)).toMatchObject({ ok: true });
    await second.console.dispose();
    expect((await start()).signIn.state().status).toBe('signed_out');
  });

  it('opens nothing for another password, another server, or somebody who never signed in here', async () => {
    const { signIn, engine } = await start();
    await signIn.withPassword('ada', PASSWORD);
    await signIn.signOut();
    answer = GONE;
    const opened = engine.opened.length;
    expect(await signIn.withPassword('ada', 'wrong')).toMatchObject({
      error: { code: 'unauthenticated', reason: 'offline' },
    });
    expect(await signIn.withPassword('eve', PASSWORD)).toEqual(GONE);
    expect(engine.opened).toHaveLength(opened);
    expect(signIn.state().status).toBe('signed_out');
  });

  it('is of no use to personas, who have no password', async () => {
    const { signIn } = await start();
    await signIn.asPersona('ada');
    expect(signIn.state()).toMatchObject({ status: 'signed_in', unlock: false });
    await signIn.signOut();
    answer = GONE;
    expect(await signIn.withPassword('ada', PASSWORD)).toEqual(GONE);
  });
});

describe('guessing', () => {
  it('is slowed down, and a restart or another time of day saves no wait', async () => {
    const first = await start();
    await first.signIn.withPassword('ada', PASSWORD);
    await first.signIn.signOut();
    answer = GONE;
    for (let n = 0; n < 4; n += 1) {
      expect(await first.signIn.withPassword('ada', `guess ${n}`)).toMatchObject({
        error: { reason: 'offline' },
      });
      clock.advance(guessDelay(n + 1) - (n === 3 ? 1 : 0));
    }
    const waiting = { error: { code: 'rate_limited', retryAfterMs: 1 } };
    expect(await first.signIn.withPassword('ada', PASSWORD)).toMatchObject(waiting);
    clock.jump(86_400_000);
    expect(await first.signIn.withPassword('ada', PASSWORD)).toMatchObject(waiting);
    await first.console.dispose();
    const second = await start();
    expect(await second.signIn.withPassword('ada', PASSWORD)).toMatchObject({
      error: { code: 'rate_limited', retryAfterMs: guessDelay(4) },
    });
    clock.advance(guessDelay(4));
    expect(await second.signIn.withPassword('ada', PASSWORD)).toMatchObject({ ok: true });
    await second.signIn.signOut();
    expect(await second.signIn.withPassword('ada', 'wrong')).toMatchObject({ error: { reason: 'offline' } });
  });

  it('costs ever more, up to five minutes', () => {
    expect([0, 1, 2, 3, 4, 5, 30].map(guessDelay)).toEqual([0, 0, 0, 1_000, 2_000, 4_000, 300_000]);
  });
});

describe('the hash', () => {
  it('is argon2id in a private file, without the password', async () => {
    const { signIn } = await start();
    await signIn.withPassword('ada', PASSWORD);
    expect(await stored()).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(await stored()).not.toContain(PASSWORD);
    if (process.platform !== 'win32')
      expect((await stat(join(folder.path, 'unlock.json'))).mode & 0o777).toBe(0o600);
  });

  it('is made only at a sign-in that succeeded', async () => {
    const { signIn, engine } = await start();
    answer = err({ code: 'unauthenticated', message: 'No.' });
    await signIn.withPassword('ada', PASSWORD);
    engine.refuseOpen = true;
    answer = ok(grantOf(1));
    await signIn.withPassword('ada', PASSWORD);
    if (existsSync(join(folder.path, 'unlock.json'))) expect(await stored()).not.toContain('argon2');
    expect(signIn.state().unlock).toBe(false);
  });

  it('follows a change of the password, and is gone once the server refuses it', async () => {
    const { signIn, page } = await start();
    await signIn.withPassword('ada', PASSWORD);
    const password = 'vessel quartz lamp';
    expect(await page.invoke('session.change_password', { current: PASSWORD, password })).toMatchObject({
      ok: true,
    });
    await signIn.signOut();
    answer = GONE;
    expect(await signIn.withPassword('ada', PASSWORD)).toMatchObject({ error: { reason: 'offline' } });
    expect(await signIn.withPassword('ada', password)).toMatchObject({ ok: true });
    await signIn.signOut();
    answer = err({ code: 'unauthenticated', message: 'No.' });
    await signIn.withPassword('ada', 'something else');
    expect(await stored()).toContain('argon2');
    await signIn.withPassword('ada', password);
    expect(await stored()).not.toContain('argon2');
  });

  it('is deleted with the cache, and when the account is disabled', async () => {
    const { signIn, auth, console } = await start();
    await signIn.withPassword('ada', PASSWORD);
    auth.refreshAnswer = err({ code: 'unauthenticated', message: 'No.', reason: 'account_disabled' });
    const signedOut = new Promise((done) => signIn.onChange(done));
    await signIn.freshToken();
    await signedOut;
    await console.dispose();
    expect(await stored()).not.toContain('argon2');

    const second = await start();
    await second.signIn.withPassword('ada', PASSWORD);
    await second.signIn.signOut();
    expect(await stored()).toContain('argon2');
    rmSync(cacheFile(folder.path, { server: SERVER, userId: 'u-1' }));
    answer = GONE;
    expect(await second.signIn.withPassword('ada', PASSWORD)).toEqual(GONE);
    expect(await stored()).not.toContain('argon2');
  });
});
