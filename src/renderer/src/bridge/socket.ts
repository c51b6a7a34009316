import type { BridgeResult, RawBridge } from '#shared/bridge/index.ts';
import type { ClientMessage, ServerMessage } from '#shared/bridge/wire.ts';
import { type BridgeStateCell, createStateCell } from './state.ts';

/** A call without an answer fails with `unavailable` after this long, ms. */
const CALL_TIMEOUT_MS = 30_000;
/** The host sends something at least every 5 s; after this long without a message, ms, the connection is dropped. */
const SILENCE_MS = 15_000;
/** At most this many calls may wait for an answer. */
const MAX_CALLS = 512;
/** The host refuses larger inputs and drops the connection for much larger ones. */
const MAX_INPUT_BYTES = 1024 * 1024;
const BACKOFF_BASE_MS = 100;
const BACKOFF_CAP_MS = 3_000;

/** What the transport needs from a browser; tests provide their own. */
export interface SocketEnvironment {
  /** URL of the host's `/bridge`. */
  readonly url: string;
  readonly connect: (url: string) => WebSocket;
  /** Asks the host whether it knows this page. False only if it denies it. */
  readonly isKnown: () => Promise<boolean>;
  readonly random: () => number;
}

interface Call {
  readonly message: ClientMessage;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly settle: (result: BridgeResult<unknown>) => void;
}

interface Subscription {
  readonly message: ClientMessage;
  readonly listener: (item: BridgeResult<unknown>) => void | Promise<void>;
}

/** The bridge over a WebSocket, with its state and a function that closes it. */
export interface SocketBridge extends RawBridge {
  readonly state: BridgeStateCell;
  dispose(): void;
}

function unavailable(message: string): BridgeResult<never> {
  return { ok: false, error: { code: 'unavailable', message } };
}

function isTooLarge(input: unknown): boolean {
  const text = JSON.stringify(input) ?? '';
  // UTF-8 needs at most three bytes per UTF-16 unit.
  return text.length * 3 >= MAX_INPUT_BYTES && new TextEncoder().encode(text).length >= MAX_INPUT_BYTES;
}

/** Returns the URL of the bridge on the page's origin. */
export function bridgeUrl(location: { readonly protocol: string; readonly host: string }): string {
  return `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}/bridge`;
}

/**
 * Opens the bridge over a WebSocket and keeps it open: reconnects with backoff and full jitter, repeats calls without
 * an answer (every method may be repeated: commands carry their own id), and renews subscriptions.
 */
export function createSocketBridge(environment: SocketEnvironment): SocketBridge {
  const state = createStateCell('connecting');
  const calls = new Map<number, Call>();
  const subscriptions = new Map<number, Subscription>();
  let socket: WebSocket | null = null;
  let nextId = 1;
  let attempt = 0;
  let reconnectTimer: ReturnType<typeof setTimeout> | null = null;
  let silenceTimer: ReturnType<typeof setTimeout> | null = null;
  let disposed = false;

  function send(message: ClientMessage): void {
    if (socket !== null && socket.readyState === 1) socket.send(JSON.stringify(message));
  }

  function settle(id: number, result: BridgeResult<unknown>): void {
    const call = calls.get(id);
    if (!call) return;
    calls.delete(id);
    clearTimeout(call.timer);
    call.settle(result);
  }

  /** Restarts the timeout after a message from the host. */
  function alive(): void {
    if (silenceTimer !== null) clearTimeout(silenceTimer);
    silenceTimer = setTimeout(() => drop(), SILENCE_MS);
  }

  async function deliver(id: number, item: BridgeResult<unknown>): Promise<void> {
    const subscription = subscriptions.get(id);
    if (!subscription) return;
    if (!item.ok) subscriptions.delete(id);
    const from = socket;
    try {
      await subscription.listener(item);
    } catch (error) {
      // A failing listener must not stop its stream; the page's error handler reports it.
      reportError(error);
    }
    if (item.ok && socket === from && subscriptions.has(id)) send({ t: 'taken', id });
  }

  function receive(data: unknown): void {
    if (typeof data !== 'string') return;
    const message: ServerMessage = JSON.parse(data);
    if (message.t === 'result') settle(message.id, message.result);
    else if (message.t === 'item') void deliver(message.id, message.item);
  }

  function opened(): void {
    attempt = 0;
    state.set('up', 0);
    alive();
    for (const { message } of subscriptions.values()) send(message);
    for (const { message } of calls.values()) send(message);
  }

  /** Drops the current connection and schedules the next. */
  function drop(): void {
    const old = socket;
    socket = null;
    if (silenceTimer !== null) clearTimeout(silenceTimer);
    silenceTimer = null;
    if (old !== null && old.readyState < 2) old.close();
    if (disposed || reconnectTimer !== null) return;
    attempt += 1;
    state.set(state.get().state === 'refused' ? 'refused' : 'down', attempt);
    const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempt, 10));
    reconnectTimer = setTimeout(
      () => {
        reconnectTimer = null;
        open();
      },
      20 + Math.floor(environment.random() * ceiling),
    );
  }

  /** To a page, a refused upgrade looks like an unreachable host, so it asks the host which of the two it was. */
  async function failedToOpen(): Promise<void> {
    const known = await environment.isKnown();
    if (disposed || state.get().state === 'up') return;
    if (!known) state.set('refused', attempt);
    else if (state.get().state === 'refused') state.set('down', attempt);
  }

  function open(): void {
    if (disposed) return;
    const current = environment.connect(environment.url);
    socket = current;
    let wasOpen = false;
    current.onopen = () => {
      if (socket !== current) return;
      wasOpen = true;
      opened();
    };
    current.onmessage = (event: MessageEvent<unknown>) => {
      if (socket !== current) return;
      alive();
      receive(event.data);
    };
    current.onclose = () => {
      if (socket !== current) return;
      drop();
      if (!wasOpen) void failedToOpen();
    };
  }

  open();

  return {
    state,
    invoke(name, input) {
      if (disposed) return Promise.resolve(unavailable('The bridge was closed.'));
      if (calls.size >= MAX_CALLS)
        return Promise.resolve({
          ok: false,
          error: { code: 'rate_limited', message: 'Too many calls are waiting.', retryAfterMs: 1_000 },
        });
      if (isTooLarge(input))
        return Promise.resolve({
          ok: false,
          error: { code: 'too_large', message: 'This is too large to send.' },
        });
      const id = nextId++;
      const message: ClientMessage = { t: 'call', id, name, input };
      return new Promise((resolve) => {
        const timer = setTimeout(
          () => settle(id, unavailable('The console did not answer.')),
          CALL_TIMEOUT_MS,
        );
        calls.set(id, { message, timer, settle: resolve });
        send(message);
      });
    },
    subscribe(name, input, listener) {
      const id = nextId++;
      const message: ClientMessage = { t: 'open', id, name, input };
      subscriptions.set(id, { message, listener });
      send(message);
      return () => {
        if (subscriptions.delete(id)) send({ t: 'close', id });
      };
    },
    dispose() {
      disposed = true;
      if (reconnectTimer !== null) clearTimeout(reconnectTimer);
      drop();
      for (const id of [...calls.keys()]) settle(id, unavailable('The bridge was closed.'));
      subscriptions.clear();
    },
  };
}
