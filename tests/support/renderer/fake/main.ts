import type { BridgeResult, MethodName, RawBridge, StreamName } from '#shared/bridge/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { appMethods } from './app.ts';
import { type FakeMain, type FakeMethods, type FakeOptions, type FakeStreams, Refusal } from './contract.ts';
import { liveFigures, liveMethods } from './live.ts';
import { peopleMethods } from './people.ts';
import { reorderMethods } from './reorder.ts';
import { shopMethods } from './shop.ts';
import { FakeState } from './state.ts';

/** The domains whose methods ignore the options `failing` and `hanging`. */
const ALWAYS = /^(app|session|settings|connection|commands)\./;

type Listener = (item: BridgeResult<unknown>) => void | Promise<void>;

function fakeStreams(state: FakeState): FakeStreams {
  const nothing = () => null;
  return {
    'connection.status': () => state.status,
    'session.state': () => state.session,
    'settings.changed': () => state.settings,
    'live.figures': (scope) => liveFigures(state, scope),
    'changes.notices': nothing,
    'outbox.changes': nothing,
    'notifications.toasts': nothing,
    'signals.received': nothing,
  };
}

/** Creates a fake main process and its controls. */
export function createFakeMain(options: FakeOptions): {
  readonly bridge: RawBridge;
  readonly main: FakeMain;
} {
  const listeners = new Map<string, Set<Listener>>();
  const calls: { name: string; input: unknown }[] = [];
  const push = (name: StreamName, item: unknown): void => {
    for (const listener of listeners.get(name) ?? []) void listener({ ok: true, value: item });
  };
  const state = new FakeState(options, push);
  const methods: FakeMethods = {
    ...appMethods(state),
    ...liveMethods(state),
    ...shopMethods(state),
    ...reorderMethods(state),
    ...peopleMethods(state),
  };
  const streams = fakeStreams(state);
  const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);
  const isStream = (name: string): name is StreamName => Object.hasOwn(streams, name);
  const held = new Map<string, (() => void)[]>();
  const release = (name: string): void => {
    for (const go of held.get(name) ?? []) go();
    held.delete(name);
  };
  const fail = (error: ProtocolError): BridgeResult<never> => ({ ok: false, error });

  const bridge: RawBridge = {
    async invoke(name, input) {
      calls.push({ name, input });
      const waiting = held.get(name);
      if (waiting !== undefined) await new Promise<void>((go) => waiting.push(go));
      if (!ALWAYS.test(name)) {
        if (options.hanging) return new Promise(() => undefined);
        if (options.failing !== null)
          return fail({
            code: options.failing,
            message: 'This fake is set to fail.',
            permission: 'chat:read',
          });
      }
      if (!isMethod(name)) return fail({ code: 'not_found', message: `The fake has no method ${name}.` });
      // The renderer's typed client creates the input for this method.
      const answer = methods[name](input as never);
      return answer instanceof Refusal ? fail(answer.error) : { ok: true, value: answer };
    },
    subscribe(name, input, listener) {
      const set = listeners.get(name) ?? new Set();
      set.add(listener);
      listeners.set(name, set);
      setTimeout(() => {
        if (!isStream(name)) return;
        if (name === 'live.figures' && options.failing !== null)
          return void listener(fail({ code: 'forbidden', message: 'no', permission: 'payments:read' }));
        if (name === 'live.figures' && options.hanging) return;
        const first = streams[name](input as never);
        if (first !== null) void listener({ ok: true, value: first });
      }, 0);
      return () => set.delete(listener);
    },
  };
  const main: FakeMain = {
    push,
    setConnection: (to) => void state.setConnection(to),
    hold: (name) => void held.set(name, []),
    release,
    calls,
  };
  return { bridge, main };
}

/** Puts a fake main process behind `window.quayside`. Runs in the page. */
export function install(options: FakeOptions): void {
  const { bridge, main } = createFakeMain(options);
  Object.defineProperty(window, 'quayside', { value: bridge });
  window.fakeMain = main;
}
