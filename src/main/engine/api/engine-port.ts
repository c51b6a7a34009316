import type { attachmentMethods } from '#shared/bridge/attachments.ts';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { Older } from '#shared/bridge/contract.ts';
import type { BridgeResult, MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import type { Trouble } from '#shared/protocol/errors.ts';
import type { SignalMessage, Welcome } from '#shared/protocol/messages.ts';
import type { EngineAccount, EngineStream, WatchedRead } from './engine.ts';

/** The data that the engine's worker is started with. */
export interface EngineWorkerData {
  readonly dataDir: string;
  readonly clientVersion: string;
  readonly deviceId: string;
}

type Done = Record<string, never>;

/** The methods of the files of messages; the worker answers each as the bridge declares it. */
export type FilesMethod = keyof typeof attachmentMethods;
/** A call of one of them. */
export type FilesRequest = {
  [N in FilesMethod]: { readonly method: N; readonly input: MethodInput<N> };
}[FilesMethod];
interface FilesCall {
  input: FilesRequest;
  value: MethodOutput<FilesMethod>;
}

/** The calls from the main thread to the worker: name, input, and value of a successful result. */
export interface EngineCalls {
  open: {
    /** `timeOffset`: the last `gateway_time` of this account, for an engine that was restarted; null if there was none. */
    input: {
      readonly account: EngineAccount;
      readonly realtime: boolean;
      readonly timeOffset: number | null;
    };
    /**
     * `cachePath` is the file that the readers open; `quarantined` is the path of a damaged cache, if any; `check` is whether
     * a reader should check the files in the background.
     */
    value: {
      readonly quarantined: string | null;
      readonly cachePath: string;
      readonly check: boolean;
      readonly status: ConnectionStatus;
    };
  };
  close: { input: null; value: Done };
  pause: { input: null; value: ConnectionStatus };
  resume: { input: null; value: ConnectionStatus };
  refresh: { input: null; value: ConnectionStatus };
  submit: { input: MethodInput<'commands.submit'>; value: OutboxEntry };
  retry: { input: MethodInput<'commands.retry'>; value: OutboxEntry };
  edit: { input: MethodInput<'commands.edit'>; value: OutboxEntry };
  discard: { input: MethodInput<'commands.discard'>; value: Done };
  discard_later: { input: MethodInput<'outbox.discard'>; value: MethodOutput<'outbox.discard'> };
  restore: { input: MethodInput<'outbox.restore'>; value: Done };
  save_draft: { input: MethodInput<'chat.save_draft'>; value: Done };
  save_form: { input: MethodInput<'forms.save'>; value: Done };
  tell: { input: Toast; value: Done };
  mark_read: { input: MethodInput<'notifications.mark_read'>; value: Done };
  figures: { input: MethodInput<'watchdog.figures'>; value: MethodOutput<'watchdog.figures'> };
  files: FilesCall;
  diagnostics: { input: null; value: MethodOutput<'app.diagnostics'> };
  /** Loads a page of older rows into the cache. */
  older: { input: Older; value: Done };
}
/** The name of a call. */
export type CallName = keyof EngineCalls;

/** One call: a name and its input. */
export type EngineCall = {
  [N in CallName]: { readonly name: N; readonly input: EngineCalls[N]['input'] };
}[CallName];

/** The streams that the worker makes: those of the engine, and the names of the topics that changed, as an array. */
export type WorkerStream = Exclude<EngineStream, WatchedRead> | 'cache.topics';

/** A message from the main thread to the worker. */
export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly call: EngineCall }
  | { readonly kind: 'watch'; readonly watch: number; readonly name: WorkerStream }
  | { readonly kind: 'unwatch'; readonly watch: number }
  /** The last item of this watch was taken; the next one may be sent. */
  | { readonly kind: 'taken'; readonly watch: number }
  | { readonly kind: 'visible'; readonly visible: boolean }
  | { readonly kind: 'signal'; readonly signal: SignalMessage }
  | { readonly kind: 'wake' }
  | { readonly kind: 'dismiss_notice' }
  /** A reader found a file of the open cache to be damaged. */
  | { readonly kind: 'damaged'; readonly detail: string }
  /** Answer to `ask_token`. null: the user must sign in again. `failed`: no answer could be obtained, so ask again. */
  | { readonly kind: 'token'; readonly id: number; readonly token: string | null; readonly failed: boolean };

/** A message from the worker to the main thread. */
export type FromWorker =
  | { readonly kind: 'reply'; readonly id: number; readonly result: BridgeResult<unknown> }
  /** An item of a watch. The next one is sent only after `taken`. */
  | { readonly kind: 'item'; readonly watch: number; readonly item: unknown }
  | { readonly kind: 'ask_token'; readonly id: number }
  /** The gateway's time minus monotonic time, ms. Monotonic time is the same in all threads. */
  | { readonly kind: 'gateway_time'; readonly offset: number }
  | { readonly kind: 'opening'; readonly progress: OpeningProgress }
  /** A file of the cache is damaged, and the cache was closed. The next `open` replaces the file. */
  | { readonly kind: 'damaged' }
  | {
      readonly kind: 'welcome';
      readonly welcome: Pick<Welcome, 'user' | 'permissions' | 'timeZone' | 'currency' | 'demo'>;
    }
  | {
      readonly kind: 'log';
      readonly level: 'debug' | 'info' | 'warn' | 'error';
      readonly fields: Record<string, unknown>;
      readonly message: string;
    };

/** Returns the status of an engine without an open account. */
export function idleStatus(server: string, trouble: Trouble | null = null): ConnectionStatus {
  return {
    state: 'offline',
    server,
    gatewayTime: null,
    latencyP50: null,
    latencyP95: null,
    asOf: { seq: 0, at: null },
    attempt: 0,
    nextAttemptAt: null,
    behind: null,
    detail: trouble?.message.slice(0, 500) ?? null,
    why: trouble?.why,
    notice: null,
    refused: 0,
    newer: 0,
  };
}
