import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { type BridgeState, createBridge } from '../../src/renderer/src/bridge/client.ts';
import { createSocketBridge, type SocketBridge } from '../../src/renderer/src/bridge/socket.ts';
import { startTestHost, type TestHost } from '../support/console.ts';
import { settle } from '../support/fake-clock.ts';
import { offlineStatus } from '../support/fake-engine.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';

const script = fileURLToPath(new URL('../support/host-process.ts', import.meta.url));
const bridges: SocketBridge[] = [];
const children: ChildProcess[] = [];
let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('host');
});
afterEach(async () => {
  for (const bridge of bridges.splice(0)) bridge.dispose();
  await Promise.all(children.splice(0).map(kill));
  folder.remove();
});

/** The page's own transport, with the cookie that a browser would send. */
function openPage(port: number, cookie: string): SocketBridge {
  const origin = `http://127.0.0.1:${port}`;
  const bridge = createSocketBridge({
    url: `ws://127.0.0.1:${port}/bridge`,
    connect: (url) => {
      const socket = new Socket(url, { headers: { cookie, origin } });
      // A browser reports a failed connection by closing it; ws throws unless there is an error listener.
      socket.on('error', () => {});
      // ws implements the part of the browser's interface that the transport uses.
      return socket as unknown as WebSocket;
    },
    isKnown: async () =>
      (await fetch(`${origin}/bridge/session`, { headers: { cookie } }).catch(() => null))?.status !== 401,
    random: Math.random,
  });
  bridges.push(bridge);
  return bridge;
}

function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}

/** Starts a console in its own process. Resolves with its one-time link. */
async function startProcess(port: number): Promise<{ child: ChildProcess; link: URL }> {
  const child = spawn(process.execPath, [script, folder.path, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /^console ready at (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return { child, link: new URL(address) };
  }
  throw new Error('The console ended before it was ready.');
}

async function enter(link: URL): Promise<string> {
  const response = await fetch(link, { redirect: 'manual', headers: { connection: 'close' } });
  expect(response.status).toBe(303);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

function until<T>(watch: (seen: (value: T) => void) => void, wanted: (value: T) => boolean): Promise<T> {
  return new Promise((done) =>
    watch((value) => {
      if (wanted(value)) done(value);
    }),
  );
}

describe('a console that is killed', () => {
  it('is found again by its open page, which keeps its sign-in, calls and streams', async () => {
    const first = await startProcess(0);
    const port = Number(first.link.port);
    const page = openPage(port, await enter(first.link));
    const typed = createBridge(() => page);
    expect(await typed.call('session.sign_in', { username: 'ada', password: 'x' })).toMatchObject({
      status: 'signed_in',
    });
    let seen: (theme: string) => void = () => {};
    const stop = typed.watch('settings.changed', {}, ({ theme }) => seen(theme));

    await kill(first.child);
    const call = typed.call('session.state', {});
    const second = await startProcess(port);
    expect(await call).toMatchObject({ status: 'signed_in', user: { username: 'ada' } });
    const dark = until<string>(
      (listener) => {
        seen = listener;
      },
      (theme) => theme === 'dark',
    );
    await typed.call('settings.set', { theme: 'dark' });
    expect(await dark).toBe('dark');
    stop();
    expect(second.link.search).not.toBe(first.link.search);
  });
});

describe('pages', () => {
  let test: TestHost;
  beforeEach(async () => {
    test = await startTestHost();
  });
  afterEach(() => test.dispose());

  it('receive changes made in another page, each at its own pace', async () => {
    await test.console.signIn.withPassword('ada', 'x');
    const cookie = await test.enter();
    const fast = createBridge(() => openedFast);
    const openedFast = openPage(test.host.port, cookie);
    const slow = openPage(test.host.port, cookie);
    const attempts: Record<'fast' | 'slow', number[]> = { fast: [], slow: [] };
    let release = (): void => {};
    let lastFast: (n: number) => void = () => {};
    fast.watch('connection.status', {}, ({ attempt }) => {
      attempts.fast.push(attempt);
      lastFast(attempt);
    });
    const slowStarted = new Promise<void>((started) => {
      slow.subscribe('connection.status', {}, (item) => {
        if (item.ok) attempts.slow.push((item.value as { attempt: number }).attempt);
        started();
        return new Promise<void>((done) => {
          release = done;
        });
      });
    });
    await Promise.all([openedFast, slow].map((page) => page.invoke('app.ping', {})));
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const arrived = until<number>(
        (listener) => {
          lastFast = listener;
        },
        (n) => n === attempt,
      );
      void test.engine.emit('connection.status', { ...offlineStatus, attempt });
      await arrived;
    }
    await slowStarted;
    expect(attempts.fast).toHaveLength(20);
    expect(attempts.slow).toEqual([1]);
    release();
    await until<void>(
      (listener) => {
        const timer = setInterval(() => {
          if (attempts.slow.length > 1) {
            clearInterval(timer);
            listener();
          }
        }, 5);
      },
      () => true,
    );
    expect(attempts.slow).toEqual([1, 20]);
  });

  it('that close end their streams, and the last one hides the console', async () => {
    const page = openPage(test.host.port, await test.enter());
    page.subscribe('connection.status', {}, () => {});
    await page.invoke('app.ping', {});
    expect(test.engine.watchers('connection.status')).toBe(1);
    expect(test.engine.visible).toBe(true);
    const hidden = new Promise<void>((done) => {
      test.engine.setVisible = (visible) => {
        if (!visible) done();
      };
    });
    page.dispose();
    await hidden;
    expect(test.engine.watchers('connection.status')).toBe(0);
  });

  it('that the console does not know are refused', async () => {
    const page = openPage(test.host.port, `quayside-${test.host.port}=unknown`);
    await until<BridgeState>(
      (listener) => page.state.watch(listener),
      ({ state }) => state === 'refused',
    );
    expect(page.state.get().state).toBe('refused');
  });

  it('that send too fast are refused, and served again later', async () => {
    const limited = await startTestHost({ rate: { perSecond: 50, burst: 20 } });
    try {
      const page = openPage(limited.host.port, await limited.enter());
      const results = await Promise.all(Array.from({ length: 60 }, () => page.invoke('app.ping', {})));
      const refused = results.filter((result) => !result.ok);
      expect(refused.length).toBeGreaterThan(20);
      for (const result of refused)
        expect(result).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 1_000 } });
      await expect.poll(async () => (await page.invoke('app.ping', {})).ok, { interval: 50 }).toBe(true);
    } finally {
      await limited.dispose();
    }
  });
});

describe('dispose', () => {
  it('leaves nothing open that keeps the process alive', async () => {
    const test = await startTestHost();
    const page = openPage(test.host.port, await test.enter());
    await page.invoke('app.ping', {});
    page.dispose();
    await test.dispose();
    // A closed handle leaves the list in a later turn of the event loop.
    await settle();
    const open = process
      .getActiveResourcesInfo()
      .filter((name) => name.startsWith('TCP') && name.includes('Server'));
    expect(open).toEqual([]);
    await expect(fetch(test.origin)).rejects.toThrow();
  });
});
