import type {
  MethodInput,
  MethodName,
  MethodOutput,
  RawBridge,
  StreamInput,
  StreamItem,
  StreamName,
} from '#shared/bridge/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { bridgeUrl, createSocketBridge } from './socket.ts';
import { type BridgeState, type BridgeStateCell, createStateCell } from './state.ts';

export type { BridgeState } from './state.ts';

declare global {
  interface Window {
    /** What the Electron preload exposes; absent in the browser host. */
    readonly quayside?: RawBridge;
  }
}

/** A bridge call that failed. The bridge returns results; this error is for callers that expect exceptions. */
export class BridgeCallError extends Error {
  override readonly name = 'BridgeCallError';
  readonly error: ProtocolError;
  readonly method: string;

  constructor(method: string, error: ProtocolError) {
    super(error.message);
    this.method = method;
    this.error = error;
  }

  get code(): ProtocolError['code'] {
    return this.error.code;
  }
}

/** The typed bridge. */
export interface Bridge {
  /** Calls a method in main. Rejects only with a BridgeCallError. */
  call<M extends MethodName>(name: M, input: MethodInput<M>): Promise<MethodOutput<M>>;
  /**
   * Watches a stream. `listener` gets each item; the next one waits until its promise has settled. Subscriptions
   * survive a broken bridge. A refusal (`onError`) ends the stream, unless it is temporary: then the stream reopens.
   * Returns an unsubscribe function.
   */
  watch<S extends StreamName>(
    name: S,
    input: StreamInput<S>,
    listener: (item: StreamItem<S>) => void | Promise<void>,
    onError?: (error: BridgeCallError) => void,
  ): () => void;
}

interface Connected {
  readonly raw: RawBridge;
  readonly state: BridgeStateCell;
}

const TEMPORARY: ReadonlySet<ProtocolError['code']> = new Set(['unavailable', 'rate_limited', 'internal']);
const REOPEN_BASE_MS = 250;
const REOPEN_CAP_MS = 10_000;

let connected: Connected | null = null;

/** Whether the host knows this page. Only a 401 means no; a missing answer says nothing about it. */
async function isKnown(): Promise<boolean> {
  try {
    const response = await fetch('/bridge/session', { signal: AbortSignal.timeout(3_000) });
    return response.status !== 401;
  } catch {
    return true;
  }
}

function connect(): Connected {
  if (connected !== null) return connected;
  if (window.quayside !== undefined) {
    connected = { raw: window.quayside, state: createStateCell('up') };
    return connected;
  }
  const socket = createSocketBridge({
    url: bridgeUrl(window.location),
    connect: (url) => new WebSocket(url),
    isKnown,
    random: Math.random,
  });
  connected = { raw: socket, state: socket.state };
  return connected;
}

/**
 * Returns the host's bridge: `window.quayside` in Electron, a WebSocket to the page's origin elsewhere. Created on
 * first use.
 */
export function getRawBridge(): RawBridge {
  return connect().raw;
}

/**
 * Returns whether the console process can be reached: the same object until that changes, as useSyncExternalStore
 * requires.
 */
export function getBridgeState(): BridgeState {
  return connect().state.get();
}

/** Calls `listener` on each change of the bridge's state. Returns an unsubscribe function. */
export function onBridgeState(listener: (state: BridgeState) => void): () => void {
  return connect().state.watch(listener);
}

/** Creates the typed bridge over a raw one. Main parses every result, so the contract's types hold. */
export function createBridge(raw: () => RawBridge): Bridge {
  return {
    async call<M extends MethodName>(name: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
      const result = await raw().invoke(name, input);
      if (!result.ok) throw new BridgeCallError(name, result.error);
      // The only place that applies the contract's type: the router parsed the value with the method's output schema.
      return result.value as MethodOutput<M>;
    },
    watch<S extends StreamName>(
      name: S,
      input: StreamInput<S>,
      listener: (item: StreamItem<S>) => void | Promise<void>,
      onError?: (error: BridgeCallError) => void,
    ) {
      let failures = 0;
      let timer: ReturnType<typeof setTimeout> | null = null;
      let ended = false;
      let end: () => void = () => {};
      const open = (): void => {
        timer = null;
        if (ended) return;
        end = raw().subscribe(name, input, (item) => {
          if (ended) return;
          if (item.ok) {
            failures = 0;
            // As in call: parsed by the router with the stream's item schema.
            return listener(item.value as StreamItem<S>);
          }
          if (TEMPORARY.has(item.error.code)) {
            timer = setTimeout(open, Math.min(REOPEN_CAP_MS, REOPEN_BASE_MS * 2 ** Math.min(failures++, 10)));
            return;
          }
          onError?.(new BridgeCallError(name, item.error));
        });
      };
      open();
      return () => {
        ended = true;
        if (timer !== null) clearTimeout(timer);
        end();
      };
    },
  };
}

/** The bridge to this page's host. */
export const bridge: Bridge = createBridge(getRawBridge);
