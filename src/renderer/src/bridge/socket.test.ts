import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BridgeResult } from '#shared/bridge/index.ts';
import type { ClientMessage, ServerMessage } from '#shared/bridge/wire.ts';
import { BridgeCallError, createBridge } from './client.ts';
import { bridgeUrl, createSocketBridge, type SocketBridge } from './socket.ts';

/** The host's end of a socket, by hand. */
class FakeSocket {
  readyState = 0;
  readonly sent: ClientMessage[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.readyState = 3;
  }
  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  break(): void {
    this.readyState = 3;
    this.onclose?.();
  }
}

let sockets: FakeSocket[] = [];
let known = true;
let bridge: SocketBridge;
const last = (): FakeSocket => sockets.at(-1) ?? new FakeSocket();
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => {});

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  known = true;
  bridge = createSocketBridge({
    url: 'ws://127.0.0.1:1/bridge',
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    isKnown: async () => known,
    random: () => 1,
  });
});
afterEach(() => {
  bridge.dispose();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('the WebSocket bridge', () => {
  it('takes calls before it is open and settles each with its own answer', async () => {
    const first = bridge.invoke('app.info', {});
    const second = bridge.invoke('app.ping', {});
    expect(last().sent).toEqual([]);
    last().accept();
    expect(last().sent).toMatchObject([
      { t: 'call', id: 1, name: 'app.info' },
      { t: 'call', id: 2, name: 'app.ping' },
    ]);
    last().say({ t: 'result', id: 2, result: { ok: true, value: 'b' } });
    last().say({ t: 'result', id: 1, result: { ok: true, value: 'a' } });
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: 'b' },
    ]);
  });

  it('sends unanswered calls again after a break, and answered ones not', async () => {
    last().accept();
    const answered = bridge.invoke('app.ping', {});
    last().say({ t: 'result', id: 1, result: { ok: true, value: 1 } });
    await answered;
    const waiting = bridge.invoke('commands.submit', { id: 'c' });
    last().break();
    expect(bridge.state.get().state).toBe('down');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sockets).toHaveLength(2);
    last().accept();
    expect(last().sent).toEqual([{ t: 'call', id: 2, name: 'commands.submit', input: { id: 'c' } }]);
    last().say({ t: 'result', id: 2, result: { ok: true, value: 2 } });
    expect(await waiting).toEqual({ ok: true, value: 2 });
    expect(bridge.state.get().state).toBe('up');
  });

  it('makes subscriptions anew and says taken only once the listener has settled', async () => {
    let release = (): void => {};
    const items: unknown[] = [];
    const stop = bridge.subscribe('session.state', {}, (item) => {
      items.push(item.ok && item.value);
      return new Promise<void>((done) => {
        release = done;
      });
    });
    last().accept();
    last().say({ t: 'item', id: 1, item: { ok: true, value: 'one' } });
    await settle();
    expect(last().sent).toMatchObject([{ t: 'open', id: 1 }]);
    release();
    await settle();
    expect(last().sent).toMatchObject([
      { t: 'open', id: 1 },
      { t: 'taken', id: 1 },
    ]);
    last().say({ t: 'item', id: 1, item: { ok: true, value: 'two' } });
    const before = last();
    before.break();
    await vi.advanceTimersByTimeAsync(5_000);
    last().accept();
    // What was taken from a link that is gone is not told to the next one.
    release();
    await settle();
    expect(last().sent).toEqual([{ t: 'open', id: 1, name: 'session.state', input: {} }]);
    expect(items).toEqual(['one', 'two']);
    stop();
    expect(last().sent.at(-1)).toEqual({ t: 'close', id: 1 });
    last().say({ t: 'item', id: 1, item: { ok: true, value: 'three' } });
    await settle();
    expect(items).toEqual(['one', 'two']);
  });

  it('gives a silent link up after 15 s, and not one that beats', async () => {
    last().accept();
    await vi.advanceTimersByTimeAsync(14_000);
    last().say({ t: 'beat' });
    await vi.advanceTimersByTimeAsync(14_000);
    expect(bridge.state.get().state).toBe('up');
    await vi.advanceTimersByTimeAsync(1_500);
    expect(bridge.state.get().state).toBe('down');
    expect(sockets[0]?.readyState).toBe(3);
  });

  it('backs off up to 3 s and fails a call after 30 s', async () => {
    const call = bridge.invoke('app.ping', {});
    const gaps: number[] = [];
    let at = Date.now();
    for (let n = 0; n < 8; n += 1) {
      const count = sockets.length;
      last().break();
      while (sockets.length === count) await vi.advanceTimersByTimeAsync(10);
      gaps.push(Date.now() - at);
      at = Date.now();
    }
    expect(gaps[0]).toBeLessThan(400);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(3_100);
    expect(gaps.at(-1)).toBeGreaterThan(2_900);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await call).toMatchObject({ ok: false, error: { code: 'unavailable' } });
  });

  it('tells a host that is gone from one that does not know this page', async () => {
    const states: string[] = [];
    bridge.state.watch(({ state }) => states.push(state));
    last().break();
    await settle();
    expect(bridge.state.get().state).toBe('down');
    known = false;
    await vi.advanceTimersByTimeAsync(5_000);
    last().break();
    await settle();
    expect(bridge.state.get().state).toBe('refused');
    await vi.advanceTimersByTimeAsync(5_000);
    last().accept();
    expect(states.at(-1)).toBe('up');
  });

  it('bounds calls that wait, and refuses what the host would cut the link for', async () => {
    for (let n = 0; n < 512; n += 1) void bridge.invoke('app.ping', {});
    expect(await bridge.invoke('app.ping', {})).toMatchObject({ error: { code: 'rate_limited' } });
    bridge.dispose();
    expect(await bridge.invoke('app.ping', {})).toMatchObject({ error: { code: 'unavailable' } });
  });

  it('does not send an input of a mebibyte', async () => {
    last().accept();
    expect(await bridge.invoke('app.ping', { x: 'ä'.repeat(600_000) })).toMatchObject({
      error: { code: 'too_large' },
    });
    expect(last().sent).toEqual([]);
  });

  it('lives on the page’s own origin', () => {
    expect(bridgeUrl({ protocol: 'http:', host: '127.0.0.1:8' })).toBe('ws://127.0.0.1:8/bridge');
    expect(bridgeUrl({ protocol: 'https:', host: 'x' })).toBe('wss://x/bridge');
  });
});

describe('the typed bridge', () => {
  it('throws a BridgeCallError with the code', async () => {
    const error = { code: 'forbidden', message: 'no', permission: 'chat:read' } as const;
    const typed = createBridge(() => ({
      invoke: async () => ({ ok: false, error }),
      subscribe: () => () => {},
    }));
    const failed = await typed.call('app.ping', {}).catch((reason: unknown) => reason);
    expect(failed).toBeInstanceOf(BridgeCallError);
    expect(failed).toMatchObject({ code: 'forbidden', method: 'app.ping', error });
  });

  it('opens a stream again after a temporary refusal and reports a final one', async () => {
    const listeners: ((item: BridgeResult<unknown>) => void)[] = [];
    const typed = createBridge(() => ({
      invoke: async () => ({ ok: true, value: null }),
      subscribe: (_name, _input, listener) => {
        listeners.push(listener);
        return () => {};
      },
    }));
    const errors: string[] = [];
    const stop = typed.watch(
      'session.state',
      {},
      () => {},
      (error) => errors.push(error.code),
    );
    listeners[0]?.({ ok: false, error: { code: 'unavailable', message: '' } });
    await vi.advanceTimersByTimeAsync(300);
    expect(listeners).toHaveLength(2);
    listeners[1]?.({ ok: false, error: { code: 'unauthenticated', message: '' } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(listeners).toHaveLength(2);
    expect(errors).toEqual(['unauthenticated']);
    stop();
  });
});
