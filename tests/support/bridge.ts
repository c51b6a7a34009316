import { WebSocket as NodeWebSocket } from 'ws';
import type {
  BridgeResult,
  MethodInput,
  MethodName,
  MethodOutput,
  RawBridge,
  StreamInput,
  StreamItem,
  StreamName,
} from '#shared/bridge/index.ts';
import { METHODS, STREAMS } from '#shared/bridge/index.ts';
import { createSocketBridge } from '../../src/renderer/src/bridge/socket.ts';

/** The console's bridge for tests: typed calls over the browser host's WebSocket, as a page makes them. */
export interface TestBridge {
  readonly raw: RawBridge;
  /** Calls a method. Returns the parsed result; never throws. */
  try<M extends MethodName>(name: M, input: MethodInput<M>): Promise<BridgeResult<MethodOutput<M>>>;
  /** Calls a method. Returns the value, or throws if the result is an error. */
  call<M extends MethodName>(name: M, input: MethodInput<M>): Promise<MethodOutput<M>>;
  watch<S extends StreamName>(
    name: S,
    input: StreamInput<S>,
    listener: (item: StreamItem<S>) => void | Promise<void>,
  ): () => void;
  dispose(): void;
}

/** Exchanges a one-time link for its session cookie. */
export async function redeem(link: string): Promise<{ readonly origin: string; readonly cookie: string }> {
  const response = await fetch(link, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`no cookie: ${response.status}`);
  return { origin: new URL(link).origin, cookie };
}

/** Opens the bridge of a browser host. It reconnects when the host restarts on the same port. */
export function openBridge(origin: string, cookie: string): TestBridge {
  const socket = createSocketBridge({
    url: `${origin.replace('http', 'ws')}/bridge`,
    connect: (url) => {
      const ws = new NodeWebSocket(url, { headers: { cookie }, origin });
      // `close` reports a host that is down, as in a page. Without a listener, `error` would end the process.
      ws.on('error', () => undefined);
      // The `ws` package's socket has the parts of a page's WebSocket that the bridge uses, and can send a cookie.
      return ws as unknown as WebSocket;
    },
    isKnown: async () => true,
    random: Math.random,
  });
  const attempt = async <M extends MethodName>(
    name: M,
    input: MethodInput<M>,
  ): Promise<BridgeResult<MethodOutput<M>>> => {
    const result = await socket.invoke(name, input);
    return result.ok
      ? { ok: true, value: METHODS[name].output.parse(result.value) as MethodOutput<M> }
      : result;
  };
  return {
    raw: socket,
    try: attempt,
    async call(name, input) {
      const result = await attempt(name, input);
      if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.message}`);
      return result.value;
    },
    watch(name, input, listener) {
      return socket.subscribe(name, input, (item) => {
        if (item.ok) return listener(STREAMS[name].item.parse(item.value) as StreamItem<typeof name>);
      });
    },
    dispose: () => socket.dispose(),
  };
}
