import { describe, expect, it } from 'vitest';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { METHODS, STREAMS } from '#shared/bridge/index.ts';
import { ok } from '#shared/domain/result.ts';
import { grantOf, startTestConsole } from '../../../tests/support/console.ts';
import { offlineStatus } from '../../../tests/support/fake-engine.ts';
import { recordLog } from '../../../tests/support/log.ts';
import { createRouter, type RouterOptions } from './router.ts';
import type { AccessView, MethodHandlers, StreamHandlers } from './types.ts';

const refusing = () => ({ ok: false, error: { code: 'unavailable', message: 'not in this test' } }) as const;

function allMethods(own: Partial<MethodHandlers> = {}): MethodHandlers {
  // Every name of the contract gets a handler, so the record is complete.
  return {
    ...Object.fromEntries(Object.keys(METHODS).map((name) => [name, refusing])),
    ...own,
  } as MethodHandlers;
}
function allStreams(own: Partial<StreamHandlers> = {}): StreamHandlers {
  return {
    ...Object.fromEntries(Object.keys(STREAMS).map((name) => [name, () => () => {}])),
    ...own,
  } as StreamHandlers;
}

function make(
  options: { methods?: Partial<MethodHandlers>; streams?: Partial<StreamHandlers>; access?: AccessView } = {},
) {
  const log = recordLog();
  const state = {
    access: options.access ?? { signedIn: true, userId: 'ava', permissions: new Set(['chat:read' as const]) },
  };
  const made: RouterOptions = {
    methods: allMethods(options.methods),
    streams: allStreams(options.streams),
    access: () => state.access,
    logger: log,
  };
  return { router: createRouter(made), log, state, options: made };
}

const codeOf = (result: BridgeResult<unknown>): string => (result.ok ? 'ok' : result.error.code);

describe('createRouter', () => {
  it('refuses to start with a missing or unknown name', () => {
    const { options } = make();
    const { 'app.ping': _ping, ...lacking } = options.methods;
    expect(() => createRouter({ ...options, methods: lacking as MethodHandlers })).toThrow('app.ping');
    const extra = { ...options.methods, 'app.shell': refusing } as MethodHandlers;
    expect(() => createRouter({ ...options, methods: extra })).toThrow('app.shell');
    const { 'settings.changed': _changed, ...streams } = options.streams;
    expect(() => createRouter({ ...options, streams: streams as StreamHandlers })).toThrow(
      'settings.changed',
    );
  });

  it('answers with the output stripped to its contract', async () => {
    const { router } = make({ methods: { 'app.ping': () => ok({ at: 5, secret: 'x' } as { at: number }) } });
    expect(await router.connect().invoke('app.ping', {})).toEqual({ ok: true, value: { at: 5 } });
  });

  it.for([
    ['app.nothing', {}, 'not_found'],
    ['__proto__', {}, 'not_found'],
    [7, {}, 'not_found'],
    ['app.ping', { extra: 1 }, 'invalid'],
    ['app.ping', null, 'invalid'],
    ['app.ping', { big: 'x'.repeat(1024 * 1024) }, 'too_large'],
    ['inventory.facets', {}, 'forbidden'],
  ] as const)('refuses %s with its code', async ([name, input, code]) => {
    const { router } = make();
    expect(codeOf(await router.connect().invoke(name, input))).toBe(code);
  });

  it('refuses what somebody wrote who is no longer signed in', async () => {
    const handled: unknown[] = [];
    const { router, state } = make({
      methods: {
        'commands.submit': (input) => {
          handled.push(input.id);
          return refusing();
        },
      },
    });
    const id = '0190b6a0-0000-7000-8000-000000000001';
    const submit = (by?: string) =>
      router.connect().invoke('commands.submit', { id, type: 'chat.send_message', data: {}, by });
    expect(codeOf(await submit('ava'))).toBe('unavailable');
    state.access = { ...state.access, userId: 'marco' };
    expect(codeOf(await submit('ava'))).toBe('conflict');
    expect(codeOf(await submit('marco'))).toBe('unavailable');
    expect(handled).toHaveLength(2);
  });

  it('refuses an input that is not JSON', async () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const { router } = make();
    expect(codeOf(await router.connect().invoke('app.ping', cycle))).toBe('invalid');
    expect(codeOf(await router.connect().invoke('app.ping', { n: 1n }))).toBe('invalid');
  });

  it('asks a signed-out user to sign in, and names a missing permission', async () => {
    const { router, state } = make();
    const result = await router.connect().invoke('inventory.facets', {});
    expect(result).toMatchObject({ error: { code: 'forbidden', permission: 'inventory:read' } });
    state.access = { signedIn: false, userId: null, permissions: new Set() };
    expect(codeOf(await router.connect().invoke('connection.pause', {}))).toBe('unauthenticated');
  });

  it('turns an exception or an invalid output into internal, and logs no values', async () => {
    const { router, log } = make({
      methods: {
        'app.ping': () => {
          throw new Error('secret body');
        },
        'settings.get': () => ok({ theme: 'secret body' } as never),
      },
    });
    const client = router.connect();
    expect(codeOf(await client.invoke('app.ping', {}))).toBe('internal');
    expect(codeOf(await client.invoke('settings.get', {}))).toBe('internal');
    expect(log.lines).toHaveLength(2);
    expect(JSON.stringify(log.lines)).not.toContain('secret body');
  });

  it('allows a client 256 calls in flight', async () => {
    let release = (): void => {};
    const wait = new Promise<void>((done) => {
      release = done;
    });
    const { router } = make({ methods: { 'app.ping': async () => wait.then(() => ok({ at: 1 })) } });
    const client = router.connect();
    const calls = Array.from({ length: 256 }, () => client.invoke('app.ping', {}));
    expect(codeOf(await client.invoke('app.ping', {}))).toBe('rate_limited');
    const another = router.connect().invoke('app.ping', {});
    release();
    expect((await Promise.all([...calls, another])).map(codeOf).every((code) => code === 'ok')).toBe(true);
    expect(codeOf(await client.invoke('app.ping', {}))).toBe('ok');
  });
});

describe('streams', () => {
  function watched() {
    const offered: ((item: typeof offlineStatus) => Promise<void>)[] = [];
    let stopped = 0;
    const made = make({
      streams: {
        'connection.status': (_input, sink) => {
          offered.push(sink);
          return () => {
            stopped += 1;
          };
        },
        'signals.received': () => () => {
          stopped += 1;
        },
      },
    });
    return {
      ...made,
      offer: (attempt: number) => offered[0]?.({ ...offlineStatus, attempt }),
      stopped: () => stopped,
    };
  }
  const attempts = (items: BridgeResult<unknown>[]) =>
    items.map((item) => (item.ok ? (item.value as { attempt: number }).attempt : item.error.code));

  it('send the next item only after the last was taken, and then the newest', async () => {
    const { router, offer } = watched();
    const items: BridgeResult<unknown>[] = [];
    const stream = router.connect().openStream('connection.status', {}, (item) => items.push(item));
    const settled: number[] = [];
    for (const n of [1, 2, 3]) void offer(n)?.then(() => settled.push(n));
    await Promise.resolve();
    expect(attempts(items)).toEqual([1]);
    stream?.taken();
    await new Promise(setImmediate);
    expect(attempts(items)).toEqual([1, 3]);
    expect(settled.sort()).toEqual([1, 2]);
    stream?.taken();
    stream?.taken();
    await new Promise(setImmediate);
    expect(settled.sort()).toEqual([1, 2, 3]);
  });

  it('release their source when they end', async () => {
    const { router, offer, stopped } = watched();
    const stream = router.connect().openStream('connection.status', {}, () => {});
    const offers = Promise.all([offer(1), offer(2)]);
    stream?.close();
    await offers;
    await offer(3);
    expect(stopped()).toBe(1);
  });

  it('end with their client', () => {
    const { router, stopped } = watched();
    const client = router.connect();
    client.openStream('connection.status', {}, () => {});
    client.openStream('signals.received', {}, () => {});
    client.dispose();
    client.dispose();
    expect(stopped()).toBe(2);
    const items: BridgeResult<unknown>[] = [];
    expect(client.openStream('connection.status', {}, (item) => items.push(item))).toBeNull();
    expect(items.map(codeOf)).toEqual(['rate_limited']);
  });

  it('end with an error when the user loses access, while others continue', () => {
    const { router, state, stopped } = watched();
    const items: BridgeResult<unknown>[] = [];
    const client = router.connect();
    client.openStream('connection.status', {}, () => {});
    client.openStream('signals.received', {}, (item) => items.push(item));
    state.access = { signedIn: true, userId: 'ava', permissions: new Set() };
    router.accessChanged();
    expect(items.map(codeOf)).toEqual(['forbidden']);
    expect(stopped()).toBe(1);
  });

  it('are limited to 64 per client, and closing one makes room', () => {
    const { router } = watched();
    const client = router.connect();
    const items: BridgeResult<unknown>[] = [];
    const open = () => client.openStream('connection.status', {}, (item) => items.push(item));
    const streams = Array.from({ length: 64 }, open);
    expect(open()).toBeNull();
    expect(items.map(codeOf)).toEqual(['rate_limited']);
    streams[0]?.close();
    expect(open()).not.toBeNull();
  });

  it('end with internal if an item breaks the contract', async () => {
    const { router, log } = make({
      streams: {
        'settings.changed': (_input, sink) => {
          void sink({ theme: 'secret' } as never);
          return () => {};
        },
      },
    });
    const items: BridgeResult<unknown>[] = [];
    router.connect().openStream('settings.changed', {}, (item) => items.push(item));
    expect(items.map(codeOf)).toEqual(['internal']);
    expect(JSON.stringify(log.lines)).not.toContain('secret');
  });
});

describe('the composed console', () => {
  it('has a handler for every name, and tells the engine whether it is visible', async () => {
    const test = await startTestConsole();
    try {
      expect(test.engine.visible).toBe(false);
      const client = test.console.router.connect();
      expect(test.engine.visible).toBe(true);
      await client.invoke('app.set_visible', { visible: false });
      expect(test.engine.visible).toBe(false);
      const other = test.console.router.connect();
      expect(test.engine.visible).toBe(true);
      other.dispose();
      expect(test.engine.visible).toBe(false);
    } finally {
      await test.dispose();
    }
    expect(test.engine.disposed).toBe(true);
  });

  it('refuses a command without permission before the engine sees it', async () => {
    const test = await startTestConsole();
    try {
      test.auth.login = async () => ok(grantOf(1, ['inventory:read']));
      await test.console.signIn.withPassword('ada', 'x');
      const id = '0197a3f0-0000-7000-8000-000000000001';
      const client = test.console.router.connect();
      const result = await client.invoke('commands.submit', { id, type: 'inventory.adjust', data: {} });
      expect(result).toMatchObject({
        ok: false,
        error: { code: 'forbidden', permission: 'inventory:write' },
      });
      const unknown = await client.invoke('commands.submit', { id, type: 'inventory.explode', data: {} });
      expect(unknown).toMatchObject({ ok: false, error: { code: 'invalid', field: 'type' } });
      expect(test.engine.effects).toEqual([]);
    } finally {
      await test.dispose();
    }
  });
});
