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
import type { SignalMessage } from '#shared/protocol/messages.ts';
import type { Permission } from '#shared/protocol/permissions.ts';

/** Streams whose items the engine makes. */
export type EngineStream = Extract<
  StreamName,
  | 'connection.status'
  | 'changes.notices'
  | 'outbox.changes'
  | 'notifications.toasts'
  | 'signals.received'
  | 'live.figures'
>;

/** Who the engine works for. One cache file per server and user: what one may see, the next must not. */
export interface EngineAccount {
  readonly server: string;
  readonly userId: string;
  readonly userName: string;
  readonly permissions: readonly Permission[];
  readonly accessToken: string;
}

export interface EngineOptions {
  readonly dataDir: string;
  readonly clientVersion: string;
  readonly deviceId: string;
  /** Asked when the access token is about to expire or was refused; null means the user must sign in again. */
  readonly freshToken: () => Promise<string | null>;
  /** Tells that the gateway reported other permissions, name or workspace settings than the session had. */
  readonly onWelcome: (welcome: {
    readonly user: { readonly id: string; readonly name: string; readonly role: string };
    readonly permissions: readonly Permission[];
    readonly timeZone: string;
    readonly currency: string;
  }) => void;
}

/**
 * The console's engine as the main thread sees it: a worker thread that alone writes the cache, and reader workers.
 * Nothing here blocks and nothing throws across: failures are results.
 */
export interface Engine {
  /** Opens (or migrates, or quarantines and rebuilds) the session's cache and begins to connect, unless realtime is off. */
  open(
    account: EngineAccount,
    options: { readonly realtime: boolean },
  ): Promise<BridgeResult<{ readonly quarantined: string | null }>>;
  /** Ends the session: disconnects and closes the cache. The cache stays on disk. */
  close(): Promise<void>;
  status(): ConnectionStatus;
  pause(): Promise<ConnectionStatus>;
  resume(): Promise<ConnectionStatus>;
  /** Reconnects at once where the link is down, or asks for anything new where it is up. */
  refresh(): Promise<ConnectionStatus>;
  /** The machine woke, or the network came back: try at once. */
  wake(): void;
  dismissNotice(): void;
  submit(command: MethodInput<'commands.submit'>): Promise<BridgeResult<OutboxEntry>>;
  retry(input: MethodInput<'commands.retry'>): Promise<BridgeResult<OutboxEntry>>;
  discard(input: MethodInput<'commands.discard'>): Promise<BridgeResult<Record<string, never>>>;
  saveDraft(input: MethodInput<'chat.save_draft'>): Promise<BridgeResult<Record<string, never>>>;
  diagnostics(): Promise<BridgeResult<MethodOutput<'app.diagnostics'>>>;
  sendSignal(signal: SignalMessage): void;
  read<N extends ReadName>(name: N, input: MethodInput<N>): Promise<BridgeResult<MethodOutput<N>>>;
  /** While nobody sees the window, change notices, figures and outbox changes wait, merged. */
  setVisible(visible: boolean): void;
  /**
   * Watches a stream. `sink` gets an item and says with its promise when it was taken; the next item is the newest state
   * then, at most one a frame (16 ms). Returns the way to end it.
   */
  watch<S extends EngineStream>(
    name: S,
    input: StreamInput<S>,
    sink: (item: StreamItem<S>) => Promise<void>,
  ): () => void;
  dispose(): Promise<void>;
}
