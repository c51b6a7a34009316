import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '#shared/domain/result.ts';
import {
  createFakeAuth,
  grantOf,
  startTestConsole,
  type TestConsoleOptions,
} from '../../../tests/support/console.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../tests/support/folders.ts';
import { openFileSecrets } from '../hosts/browser/secrets.ts';
import { memorySecrets } from '../hosts/memory-secrets.ts';
import { systemClock } from '../hosts/system.ts';
import { createGatewayAuth } from './gateway-auth.ts';
import { serverOrigin } from './settings.ts';

let folder: TemporaryFolder;
const cleanUp: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = temporaryFolder('session');
});
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
  folder.remove();
});

async function start(options: TestConsoleOptions = {}) {
  const made = await startTestConsole({ data: folder.path, ...options });
  cleanUp.push(() => made.dispose());
  return made;
}

describe('sign-in', () => {
  it('opens the cache of the user, and leaves no trace of a wrong password', async () => {
    const { console, engine } = await start();
    expect(await console.signIn.withPassword('eve', 'x')).toMatchObject({
      ok: false,
      error: { code: 'unauthenticated' },
    });
    expect(console.signIn.state()).toMatchObject({ status: 'signed_out', user: null });
    expect(await console.signIn.withPassword('ada', 'x')).toMatchObject({
      ok: true,
      value: { status: 'signed_in', user: { id: 'u-1' } },
    });
    expect(engine.opened).toMatchObject([
      { userId: 'u-1', accessToken: 'access-1', server: 'http://127.0.0.1:3002' },
    ]);
  });

  it('fails with the reason if the cache cannot be opened', async () => {
    const { console, engine } = await start();
    engine.refuseOpen = true;
    expect(await console.signIn.withPassword('ada', 'x')).toMatchObject({
      ok: false,
      error: { message: 'The settings apply until you quit, but could not be saved.' },
    });
    expect(console.signIn.state().status).toBe('signed_out');
  });

  it('keeps tokens out of every file but the secret store', async () => {
    const { console } = await start({ secrets: memorySecrets() });
    await console.signIn.withPassword('ada', 'x');
    await console.dispose();
    for (const name of await readdir(folder.path))
      expect(await readFile(join(folder.path, name), 'utf8'), name).not.toMatch(/(access|refresh)-\d/);
  });
});

describe('the last sign-in', () => {
  it('is restored without asking the server, even if it cannot be reached', async () => {
    const secrets = memorySecrets();
    const first = await start({ secrets });
    await first.console.signIn.withPassword('ada', 'x');
    first.console.signIn.applyWelcome({
      user: { id: 'u-1', name: 'Ada L', role: 'manager' },
      permissions: ['chat:read'],
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      demo: true,
    });
    await first.console.dispose();

    const auth = createFakeAuth();
    auth.refreshAnswer = err({ code: 'unavailable', message: 'no network' });
    const second = await start({ secrets, auth });
    expect(second.console.signIn.state()).toMatchObject({
      status: 'signed_in',
      user: { name: 'Ada L', role: 'manager' },
      permissions: ['chat:read'],
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
    });
    expect(second.engine.opened).toHaveLength(1);
    expect(auth.refreshes).toBe(0);
    await expect(second.console.signIn.freshToken()).rejects.toThrow('unavailable');
    expect(second.console.signIn.state().status).toBe('signed_in');
  });

  it('is opened for review without its tokens: everything can be read, nothing changed', async () => {
    const first = await start({ secrets: memorySecrets() });
    await first.console.signIn.withPassword('ada', 'x');
    await first.console.dispose();
    const { console, engine, auth } = await start({ secrets: memorySecrets() });
    expect(console.signIn.state()).toMatchObject({
      status: 'signed_in',
      review: true,
      opening: null,
      user: { username: 'ada' },
      permissions: expect.arrayContaining(['chat:read', 'inventory:read']),
    });
    expect(console.signIn.state().permissions.filter((name) => !name.endsWith(':read'))).toEqual([]);
    expect(engine.opened).toMatchObject([{ userId: 'u-1', accessToken: null }]);
    const client = console.router.connect();
    const command = { id: uuidv7(), type: 'inventory.adjust', data: {} };
    const changes: [string, object][] = [
      ['commands.submit', command],
      ['commands.retry', { id: command.id, newId: uuidv7() }],
      ['commands.discard', { id: command.id }],
    ];
    for (const [name, input] of changes)
      expect(await client.invoke(name, input), name).toMatchObject({ error: { code: 'unauthenticated' } });
    const draft = { conversationId: 'c-1', body: 'x' };
    expect(await client.invoke('chat.save_draft', draft)).toMatchObject({ error: { code: 'forbidden' } });
    expect(engine.effects).toEqual([]);
    expect(await console.signIn.freshToken()).toBeNull();

    expect(await console.signIn.withPassword('ada', 'x')).toMatchObject({
      ok: true,
      value: { status: 'signed_in', review: false },
    });
    expect(engine.opened.at(-1)).toMatchObject({ accessToken: 'access-1' });
    await console.signIn.signOut();
    expect(auth.loggedOut).toHaveLength(1);
  });

  it('is opening until the cache is open, and says how far it is', async () => {
    const secrets = memorySecrets();
    const first = await start({ secrets });
    await first.console.signIn.withPassword('ada', 'x');
    await first.console.dispose();
    const seen: unknown[] = [];
    const half = { step: 'upgrading', done: 1, total: 3 } as const;
    await start({
      secrets,
      begun: ({ signIn }) => {
        seen.push(signIn.state().status);
        signIn.onChange(({ status, opening }) => seen.push(opening ?? status));
        signIn.opening(half);
      },
    });
    expect(seen).toEqual(['opening', half, half, 'signed_in']);
  });

  it('is not restored after signing out or at another server', async () => {
    const secrets = memorySecrets();
    const first = await start({ secrets });
    await first.console.signIn.withPassword('ada', 'x');
    await first.console.dispose();
    expect((await start({ secrets, server: 'http://127.0.0.1:3003' })).console.signIn.state().status).toBe(
      'signed_out',
    );
    const again = await start({ secrets });
    expect(again.console.signIn.state().status).toBe('signed_in');
    await again.console.signIn.signOut();
    await again.console.dispose();
    expect((await start({ secrets })).console.signIn.state().status).toBe('signed_out');
  });
});

describe('fresh tokens', () => {
  it('are requested once for concurrent callers, and saved before they are returned', async () => {
    const secrets = memorySecrets();
    const { console, auth } = await start({ secrets });
    await console.signIn.withPassword('ada', 'x');
    const kept: (string | null)[] = [];
    const asked = Array.from({ length: 20 }, async () => {
      const token = await console.signIn.freshToken();
      kept.push(await secrets.get('session-tokens'));
      return token;
    });
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['access-2']));
    expect(auth.refreshes).toBe(1);
    for (const text of kept) expect(text).toContain('refresh-2');
  });

  it('end the sign-in when the server refuses them', async () => {
    const { console, auth, engine } = await start();
    await console.signIn.withPassword('ada', 'x');
    auth.refreshAnswer = err({ code: 'unauthenticated', message: 'This session has ended.' });
    const signedOut = new Promise((done) => console.signIn.onChange(done));
    expect(await console.signIn.freshToken()).toBeNull();
    await signedOut;
    await console.signIn.signOut();
    expect(console.signIn.state().status).toBe('signed_out');
    expect(engine.closed).toBe(1);
  });

  it.each([
    ['account_disabled', 'account_disabled'],
    ['session_ended', 'session_ended'],
    ['something_newer', null],
  ])('say why the server ended them: %s', async (reason, ended) => {
    const { console, auth } = await start();
    await console.signIn.withPassword('ada', 'x');
    auth.refreshAnswer = err({ code: 'unauthenticated', message: 'No.', reason });
    const signedOut = new Promise((done) => console.signIn.onChange(done));
    await console.signIn.freshToken();
    await signedOut;
    expect(console.signIn.state()).toMatchObject({ status: 'signed_out', ended });
    await console.signIn.withPassword('ada', 'x');
    expect(console.signIn.state().ended).toBeNull();
  });

  it('are joined by the proof of the device, which outlives them', async () => {
    const secrets = memorySecrets();
    const { console, auth } = await start({ secrets });
    const given: (string | null)[] = [];
    const login = auth.login;
    auth.login = async (server, username, password, token) => {
      given.push(token);
      const granted = await login(server, username, password, token);
      return granted.ok ? ok({ ...granted.value, deviceToken: 'proof' }) : granted;
    };
    await console.signIn.withPassword('Ada', 'x').catch(() => undefined);
    await console.signIn.withPassword('ada', 'x');
    await console.signIn.signOut();
    await console.signIn.withPassword('ada', 'x');
    expect(given).toEqual([null, null, 'proof']);
  });

  it('do not outlive a concurrent sign-out', async () => {
    const secrets = memorySecrets();
    const { console, auth } = await start({ secrets });
    await console.signIn.withPassword('ada', 'x');
    const fresh = console.signIn.freshToken();
    await console.signIn.signOut();
    expect(await fresh).toBeNull();
    expect(await secrets.get('session-tokens')).toBeNull();
    expect(auth.loggedOut).toEqual(['refresh-1']);
  });
});

describe('settings', () => {
  it('are saved, and an unreadable file is renamed and logged', async () => {
    const first = await start();
    const client = first.console.router.connect();
    expect(await client.invoke('settings.set', { theme: 'dark' })).toMatchObject({
      ok: true,
      value: { theme: 'dark', realtime: true },
    });
    await first.console.dispose();
    expect(await (await start()).console.router.connect().invoke('settings.get', {})).toMatchObject({
      value: { theme: 'dark' },
    });

    await writeFile(join(folder.path, 'settings.json'), '{"theme": "da');
    const third = await start();
    expect(await third.console.router.connect().invoke('settings.get', {})).toMatchObject({
      value: { theme: 'system' },
    });
    expect(third.log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    const aside =
      (await readdir(folder.path)).find((name) => name.startsWith('settings.json.unreadable-')) ?? '';
    expect(await readFile(join(folder.path, aside), 'utf8')).toBe('{"theme": "da');
  });

  it('reduce a server to its origin, and sign out when it changes', async () => {
    const { console } = await start();
    await console.signIn.withPassword('ada', 'x');
    const client = console.router.connect();
    expect(await client.invoke('settings.set', { server: 'ftp://x' })).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'server' },
    });
    expect(console.signIn.state().status).toBe('signed_in');
    expect(await client.invoke('settings.set', { server: 'https://shop.example.com/' })).toMatchObject({
      value: { server: 'https://shop.example.com' },
    });
    expect(console.signIn.state()).toMatchObject({
      status: 'signed_out',
      server: 'https://shop.example.com',
    });
  });

  it('recognise a server address', () => {
    for (const text of [
      '',
      'shop',
      'https://u:p@x.example',
      'https://x.example/a',
      'https://x.example/?q',
      'file:///etc',
    ])
      expect(serverOrigin(text)).toBeNull();
    expect(serverOrigin('http://127.0.0.1:3002')).toBe('http://127.0.0.1:3002');
  });

  it('pause and resume the engine', async () => {
    const { console, engine } = await start();
    await console.signIn.withPassword('ada', 'x');
    const client = console.router.connect();
    await client.invoke('settings.set', { realtime: false });
    await client.invoke('settings.set', { realtime: true });
    expect(engine.effects).toEqual(['pause', 'resume']);
  });
});

describe('the file of secrets', () => {
  it('is readable by its user only and survives a restart', async () => {
    const host = { paths: { data: folder.path }, clock: systemClock, logger: (await start()).log };
    await (await openFileSecrets(host)).set('a', 'one');
    const again = await openFileSecrets(host);
    expect(await again.get('a')).toBe('one');
    if (process.platform !== 'win32')
      expect((await stat(join(folder.path, 'secrets.json'))).mode & 0o777).toBe(0o600);
    await again.delete('a');
    expect(await (await openFileSecrets(host)).get('a')).toBeNull();
  });
});

describe('the gateway client', () => {
  const answering =
    (response: () => Response): typeof fetch =>
    async () =>
      response();

  it('passes on the grant and nothing else', async () => {
    const auth = createGatewayAuth(
      'Test',
      answering(() => Response.json({ ...grantOf(1), extra: 1 })),
    );
    expect(await auth.login('http://127.0.0.1:1', 'ada', 'x', null)).toEqual(ok(grantOf(1)));
  });

  it.for([
    [
      () =>
        Response.json({ error: { code: 'rate_limited', message: 'wait', retryAfterMs: 5 } }, { status: 429 }),
      'rate_limited',
    ],
    [() => Response.json({ code: 'unauthenticated', message: 'no' }, { status: 401 }), 'unauthenticated'],
    [() => Response.json({}, { status: 401 }), 'unauthenticated'],
    [() => new Response('<html>', { status: 502 }), 'unavailable'],
    [() => Response.json({ accessToken: 1 }), 'unavailable'],
    [() => new Response('x'.repeat(300_000)), 'unavailable'],
    [
      () => {
        throw new TypeError('fetch failed');
      },
      'unavailable',
    ],
    [
      () => {
        const cause = Object.assign(new Error('self-signed'), { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
        throw new TypeError('fetch failed', { cause });
      },
      'unavailable',
      'certificate',
    ],
  ] as const)('answers with a code: %s', async ([response, code, reason]) => {
    const auth = createGatewayAuth('Test', answering(response));
    const refused = await auth.refresh('http://127.0.0.1:1', 'r');
    expect(refused).toMatchObject({ ok: false, error: { code } });
    expect(refused.ok ? null : refused.error.reason).toBe(reason);
  });
});
