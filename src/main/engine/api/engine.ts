import type { attachmentMethods } from '#shared/bridge/attachments.ts';
import type { OutboxEntry } from '#shared/bridge/commands.ts';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type {
  BridgeResult,
  MethodInput,
  MethodOutput,
  ReadName,
  StreamInput,
  StreamItem,
  StreamName,
} from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import type { OpeningProgress } from '#shared/bridge/session.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

/** The streams that the engine provides. */
export type EngineStream = Extract<
  StreamName,
  | 'connection.status'
  | 'changes.notices'
  | 'outbox.changes'
  | 'notifications.toasts'
  | 'signals.received'
  | 'live.figures'
>;

/** The streams whose items are answers to the read of the same name. Reader threads answer them. */
export type WatchedRead = Extract<EngineStream, ReadName>;

/** The account that the engine works for. Each server and user has its own cache, because permissions differ. */
export interface EngineAccount {
  readonly server: string;
  readonly userId: string;
  readonly userName: string;
  readonly permissions: readonly Permission[];
  /** null if there is none: the engine then opens the cache and does not connect. */
  readonly accessToken: string | null;
}

/** What the main thread gives the engine. */
export interface EngineOptions {
  readonly dataDir: string;
  readonly clientVersion: string;
  readonly deviceId: string;
  /**
   * Returns a new access token when the current one is about to expire or was refused; null if the user must sign in
   * again.
   */
  readonly freshToken: () => Promise<string | null>;
  /** Called while a cache is being opened and that takes a while. */
  readonly onOpening?: (progress: OpeningProgress) => void;
  /** Called with the user, permissions and workspace settings that the gateway reports on each connection. */
  readonly onWelcome: (welcome: {
    readonly user: { readonly id: string; readonly name: string; readonly role: string };
    readonly permissions: readonly Permission[];
    readonly timeZone: string;
    readonly currency: string;
    readonly demo: boolean;
  }) => void;
}

/**
 * The console's engine as seen from the main thread. It runs one worker, the only writer of the cache, and several reader
 * workers. Its methods do not block, and they return errors instead of throwing them.
 */
export interface Engine {
  /**
   * Opens the account's cache and, if `realtime`, connects. Migrates an older cache; moves a damaged one aside, returns its
   * path as `quarantined`, and starts a new one. If the disk is full or cannot be used at the moment, succeeds and goes on
   * trying; the status says why. Damage found later replaces the cache in the same way.
   */
  open(
    account: EngineAccount,
    options: { readonly realtime: boolean },
  ): Promise<BridgeResult<{ readonly quarantined: string | null }>>;
  /** Disconnects and closes the cache, which stays on disk. */
  close(): Promise<void>;
  status(): ConnectionStatus;
  /** The gateway's time, ms since the Unix epoch; this machine's before an account was opened. */
  now(): number;
  pause(): Promise<ConnectionStatus>;
  resume(): Promise<ConnectionStatus>;
  /** Reconnects at once if the connection is down; otherwise asks the gateway for news. */
  refresh(): Promise<ConnectionStatus>;
  /** Reconnects at once because the machine woke up or the network returned. */
  wake(): void;
  dismissNotice(): void;
  submit(command: MethodInput<'commands.submit'>): Promise<BridgeResult<OutboxEntry>>;
  retry(input: MethodInput<'commands.retry'>): Promise<BridgeResult<OutboxEntry>>;
  edit(input: MethodInput<'commands.edit'>): Promise<BridgeResult<OutboxEntry>>;
  discard(input: MethodInput<'commands.discard'>): Promise<BridgeResult<Record<string, never>>>;
  discardLater(input: MethodInput<'outbox.discard'>): Promise<BridgeResult<MethodOutput<'outbox.discard'>>>;
  restore(input: MethodInput<'outbox.restore'>): Promise<BridgeResult<Record<string, never>>>;
  saveDraft(input: MethodInput<'chat.save_draft'>): Promise<BridgeResult<Record<string, never>>>;
  saveForm(input: MethodInput<'forms.save'>): Promise<BridgeResult<Record<string, never>>>;
  /** Tells the user something about this computer: a toast, kept in the notification centre, once for each id. */
  tell(toast: Toast): Promise<BridgeResult<Record<string, never>>>;
  markRead(input: MethodInput<'notifications.mark_read'>): Promise<BridgeResult<Record<string, never>>>;
  figures(input: MethodInput<'watchdog.figures'>): Promise<BridgeResult<MethodOutput<'watchdog.figures'>>>;
  /** Calls a method of the files of messages. */
  files<N extends keyof typeof attachmentMethods>(
    method: N,
    input: MethodInput<N>,
  ): Promise<BridgeResult<MethodOutput<N>>>;
  diagnostics(): Promise<BridgeResult<MethodOutput<'app.diagnostics'>>>;
  sendSignal(signal: SignalMessage): void;
  read<N extends ReadName>(name: N, input: MethodInput<N>): Promise<BridgeResult<MethodOutput<N>>>;
  /** While the window is hidden, change notices, figures and outbox changes are merged and held back. */
  setVisible(visible: boolean): void;
  /**
   * Watches a stream. `sink` receives an item and resolves when it has taken it; only then is the next item made, from the
   * newest state, at most one per frame (16 ms). Returns an unsubscribe function.
   */
  watch<S extends EngineStream>(
    name: S,
    input: StreamInput<S>,
    sink: (item: StreamItem<S>) => Promise<void>,
  ): () => void;
  dispose(): Promise<void>;
}
