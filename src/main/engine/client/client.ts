import { z } from 'zod';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type {
  BridgeResult,
  MethodInput,
  MethodOutput,
  ReadName,
  StreamInput,
  StreamItem,
} from '#shared/bridge/index.ts';
import type { Toast } from '#shared/bridge/notifications.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { SignalMessage } from '#shared/protocol/messages.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { HostPorts } from '../../ports.ts';
import type { Engine, EngineAccount, EngineOptions, EngineStream } from '../api/engine.ts';
import {
  type EngineCalls,
  type EngineWorkerData,
  type FilesMethod,
  type FilesRequest,
  type FromWorker,
  idleStatus,
  type WorkerStream,
} from '../api/engine-port.ts';
import { CacheReaders } from './cache-readers.ts';
import { readWithOlder } from './older.ts';
import { Reopening } from './reopening.ts';
import { Watch } from './watch.ts';
import { isWatchedRead, WatchedReads } from './watched-reads.ts';
import { EngineWorkerClient } from './worker.ts';

type Ports = Pick<HostPorts, 'clock' | 'logger' | 'workers'>;

/** The client's own watch of the connection status. */
const STATUS_WATCH = 0;
/** The client's own watch of the topics that changed, for the watched reads. */
const TOPICS_WATCH = 1;

const Topics = z.array(z.string());

interface Watching {
  readonly name: WorkerStream;
  readonly watch: Watch;
}

/** Creates the engine. The worker is started by the first `open`. */
export function createEngine(ports: Ports, options: EngineOptions): Engine {
  return new EngineClient(ports, options);
}

class EngineClient implements Engine {
  readonly #ports: Ports;
  readonly #options: EngineOptions;
  readonly #worker: EngineWorkerClient;
  readonly #watches = new Map<number, Watching>();
  readonly #reads: WatchedReads;
  #readsActive = false;
  readonly #cache: CacheReaders;
  readonly #reopening: Reopening;
  #account: EngineAccount | null = null;
  #status: ConnectionStatus = idleStatus('');
  /** The gateway's time minus monotonic time, ms; null before an account was opened. */
  #timeOffset: number | null = null;
  #realtime = true;
  #visible = true;
  #lastWatch = TOPICS_WATCH;
  #disposed = false;

  constructor(ports: Ports, options: EngineOptions) {
    this.#ports = ports;
    this.#options = options;
    const { clock, logger, workers } = ports;
    const { dataDir, clientVersion, deviceId } = options;
    const data: EngineWorkerData = { dataDir, clientVersion, deviceId };
    this.#reopening = new Reopening({
      clock,
      logger,
      open: () => (this.#account === null ? Promise.resolve(disposed()) : this.#open(this.#account)),
    });
    this.#worker = new EngineWorkerClient(
      { clock, logger, random: Math.random, spawn: () => workers.engine(data) },
      {
        message: (message) => this.#receive(message),
        crashed: (detail) => this.#crashed(detail),
        restarted: () => void this.#restarted(),
      },
    );
    this.#cache = new CacheReaders({
      clock,
      logger,
      now: () => this.now(),
      spawn: (reader) => workers.reader(reader),
      damaged: (detail) => this.#worker.post({ kind: 'damaged', detail }),
      switched: () => this.#reads.reset(),
    });
    this.#reads = new WatchedReads({
      clock,
      logger,
      read: (name, input) => this.#cache.pool?.timed(name, input) ?? null,
      active: (active) => this.#watchTopics(active),
    });
  }

  async open(
    account: EngineAccount,
    { realtime }: { readonly realtime: boolean },
  ): Promise<BridgeResult<{ readonly quarantined: string | null }>> {
    if (this.#disposed) return disposed();
    this.#account = account;
    this.#timeOffset = null;
    this.#realtime = realtime;
    this.#reopening.stop();
    await this.#cache.close();
    this.#worker.start();
    this.#watchAll();
    const opened = await this.#open(account);
    if (opened.ok) return ok({ quarantined: opened.value.quarantined });
    if (this.#account !== account) return opened;
    if (opened.error.code === 'unavailable') {
      this.#reopening.startLater();
      return ok({ quarantined: null });
    }
    this.#account = null;
    return opened;
  }

  async close(): Promise<void> {
    if (this.#account === null) return;
    this.#account = null;
    this.#reopening.stop();
    await this.#cache.close();
    await this.#worker.call<'close'>({ name: 'close', input: null });
    if (this.#account !== null) return;
    this.#status = idleStatus(this.#status.server);
    this.#timeOffset = null;
  }

  status(): ConnectionStatus {
    return this.#timeOffset === null ? this.#status : { ...this.#status, gatewayTime: this.now() };
  }

  now(): number {
    const { clock } = this.#ports;
    return this.#timeOffset === null ? clock.now() : Math.round(clock.monotonic() + this.#timeOffset);
  }

  pause(): Promise<ConnectionStatus> {
    this.#realtime = false;
    return this.#steer('pause');
  }

  resume(): Promise<ConnectionStatus> {
    this.#realtime = true;
    return this.#steer('resume');
  }

  refresh(): Promise<ConnectionStatus> {
    return this.#steer('refresh');
  }

  wake(): void {
    this.#worker.post({ kind: 'wake' });
  }

  dismissNotice(): void {
    this.#worker.post({ kind: 'dismiss_notice' });
  }

  submit(input: MethodInput<'commands.submit'>): Promise<BridgeResult<EngineCalls['submit']['value']>> {
    return this.#whenOpen(() => this.#worker.call<'submit'>({ name: 'submit', input }));
  }

  retry(input: MethodInput<'commands.retry'>): Promise<BridgeResult<EngineCalls['retry']['value']>> {
    return this.#whenOpen(() => this.#worker.call<'retry'>({ name: 'retry', input }));
  }

  edit(input: MethodInput<'commands.edit'>): Promise<BridgeResult<EngineCalls['edit']['value']>> {
    return this.#whenOpen(() => this.#worker.call<'edit'>({ name: 'edit', input }));
  }

  discard(input: MethodInput<'commands.discard'>): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'discard'>({ name: 'discard', input }));
  }

  discardLater(input: MethodInput<'outbox.discard'>): Promise<BridgeResult<MethodOutput<'outbox.discard'>>> {
    return this.#whenOpen(() => this.#worker.call<'discard_later'>({ name: 'discard_later', input }));
  }

  restore(input: MethodInput<'outbox.restore'>): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'restore'>({ name: 'restore', input }));
  }

  saveDraft(input: MethodInput<'chat.save_draft'>): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'save_draft'>({ name: 'save_draft', input }));
  }

  saveForm(input: MethodInput<'forms.save'>): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'save_form'>({ name: 'save_form', input }));
  }

  tell(toast: Toast): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'tell'>({ name: 'tell', input: toast }));
  }

  markRead(input: MethodInput<'notifications.mark_read'>): Promise<BridgeResult<Record<string, never>>> {
    return this.#whenOpen(() => this.#worker.call<'mark_read'>({ name: 'mark_read', input }));
  }

  figures(input: MethodInput<'watchdog.figures'>): Promise<BridgeResult<MethodOutput<'watchdog.figures'>>> {
    return this.#whenOpen(() => this.#worker.call<'figures'>({ name: 'figures', input }));
  }

  async files<N extends FilesMethod>(
    method: N,
    input: MethodInput<N>,
  ): Promise<BridgeResult<MethodOutput<N>>> {
    // A method with its own input; the compiler does not follow that through the union.
    const request = { method, input } as FilesRequest;
    const answer = await this.#whenOpen(() => this.#worker.call<'files'>({ name: 'files', input: request }));
    // The worker answers each method with that method's output, which the router checks.
    return answer as BridgeResult<MethodOutput<N>>;
  }

  diagnostics(): Promise<BridgeResult<MethodOutput<'app.diagnostics'>>> {
    return this.#whenOpen(() => this.#worker.call<'diagnostics'>({ name: 'diagnostics', input: null }));
  }

  sendSignal(signal: SignalMessage): void {
    this.#worker.post({ kind: 'signal', signal });
  }

  async read<N extends ReadName>(name: N, input: MethodInput<N>): Promise<BridgeResult<MethodOutput<N>>> {
    const readers = this.#cache.pool;
    if (readers === null) {
      if (this.#account === null) return err(refused('not_signed_in', {}));
      const { detail, why } = this.#status;
      const message = detail ?? 'The cache is being opened. Try again in a moment.';
      return err({ code: 'unavailable', message, why });
    }
    const answer = await readWithOlder({
      clock: this.#ports.clock,
      read: () => readers.read(name, input),
      load: CONNECTED.has(this.#status.state)
        ? (older) => this.#worker.call<'older'>({ name: 'older', input: older })
        : null,
      isOpen: () => this.#cache.pool === readers,
    });
    return answerOf<N>(answer);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#reads.setVisible(visible);
    this.#worker.post({ kind: 'visible', visible });
  }

  watch<S extends EngineStream>(
    name: S,
    input: StreamInput<S>,
    sink: (item: StreamItem<S>) => Promise<void>,
  ): () => void {
    // The registry delivers the items of each read to its own watches.
    if (isWatchedRead(name)) return this.#reads.watch(name, input, (item) => sink(item as StreamItem<S>));
    return this.#watchWorker(name, (item) => sink(item as StreamItem<S>));
  }

  /** Watches a stream that the worker makes by its name. */
  #watchWorker(name: WorkerStream, sink: (item: unknown) => Promise<void>): () => void {
    this.#lastWatch += 1;
    const id = this.#lastWatch;
    const watch = new Watch(sink, () => this.#worker.post({ kind: 'taken', watch: id }));
    this.#watches.set(id, { name, watch });
    if (this.#worker.running) this.#worker.post({ kind: 'watch', watch: id, name });
    else if (name === 'connection.status') watch.deliver(this.status(), false);
    return () => {
      if (!this.#watches.delete(id)) return;
      watch.end();
      this.#worker.post({ kind: 'unwatch', watch: id });
    };
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#account = null;
    this.#reopening.stop();
    for (const { watch } of this.#watches.values()) watch.end();
    this.#watches.clear();
    this.#reads.dispose();
    await this.#cache.close();
    await this.#worker.dispose();
  }

  async #open(account: EngineAccount): Promise<BridgeResult<EngineCalls['open']['value']>> {
    const opened = await this.#worker.call<'open'>({
      name: 'open',
      input: { account, realtime: this.#realtime, timeOffset: this.#timeOffset },
    });
    if (!opened.ok) return opened;
    this.#status = opened.value.status;
    const { cachePath, check } = opened.value;
    if (this.#account === account && !this.#disposed) await this.#cache.open(cachePath, check);
    return opened;
  }

  /** Replaces a damaged cache. The readers are closed first, because some systems do not move files that are open. */
  async #replaceCache(): Promise<void> {
    const account = this.#account;
    this.#reopening.stop();
    await this.#cache.close();
    if (account !== null && this.#account === account) await this.#reopening.start();
  }

  async #steer(name: 'pause' | 'resume' | 'refresh'): Promise<ConnectionStatus> {
    const result = await this.#worker.call({ name, input: null });
    if (result.ok) this.#status = result.value;
    return this.status();
  }

  #whenOpen<T>(call: () => Promise<BridgeResult<T>>): Promise<BridgeResult<T>> {
    return this.#account === null ? Promise.resolve(err(refused('not_signed_in', {}))) : call();
  }

  #receive(message: Exclude<FromWorker, { kind: 'reply' } | { kind: 'log' }>): void {
    switch (message.kind) {
      case 'item':
        if (message.watch === STATUS_WATCH) this.#takeStatus(message.item);
        else if (message.watch === TOPICS_WATCH) this.#takeTopics(message.item);
        else this.#watches.get(message.watch)?.watch.deliver(message.item, true);
        break;
      case 'damaged':
        void this.#replaceCache();
        break;
      case 'ask_token':
        void this.#giveToken(message.id);
        break;
      case 'gateway_time':
        this.#timeOffset = message.offset;
        break;
      case 'opening':
        this.#options.onOpening?.(message.progress);
        break;
      case 'welcome':
        this.#options.onWelcome(message.welcome);
        break;
    }
  }

  /** Stores a status and takes it at once, so that no status arrives after the answer to a later call. */
  #takeStatus(item: unknown): void {
    // Our own worker created it as a ConnectionStatus.
    this.#status = item as ConnectionStatus;
    this.#reads.setLive(this.#status.state === 'live');
    this.#worker.post({ kind: 'taken', watch: STATUS_WATCH });
  }

  #takeTopics(item: unknown): void {
    this.#reads.changed(Topics.parse(item));
    this.#worker.post({ kind: 'taken', watch: TOPICS_WATCH });
  }

  /** The worker says what changed only while a read is watched. */
  #watchTopics(active: boolean): void {
    this.#readsActive = active;
    if (active) this.#worker.post({ kind: 'watch', watch: TOPICS_WATCH, name: 'cache.topics' });
    else this.#worker.post({ kind: 'unwatch', watch: TOPICS_WATCH });
  }

  async #giveToken(id: number): Promise<void> {
    const account = this.#account;
    try {
      const token = await this.#options.freshToken();
      // A restarted worker starts with the newest token.
      if (token !== null && account !== null && this.#account === account)
        this.#account = { ...account, accessToken: token };
      this.#worker.post({ kind: 'token', id, token, failed: false });
    } catch (error) {
      this.#ports.logger.warn({ error: String(error) }, 'cannot fetch a fresh access token');
      this.#worker.post({ kind: 'token', id, token: null, failed: true });
    }
  }

  /** Reports that the engine is offline and shows the cache until it restarts. */
  #crashed(detail: string): void {
    this.#reads.setLive(false);
    const { message, why } = refused('engine_stopped', { reason: detail.slice(0, 300) });
    this.#status = { ...this.#status, state: 'offline', detail: message, why, nextAttemptAt: null };
    for (const { name, watch } of this.#watches.values()) {
      watch.orphan();
      if (name === 'connection.status') watch.deliver(this.status(), false);
    }
  }

  async #restarted(): Promise<void> {
    this.#watchAll();
    if (this.#account !== null) await this.#reopening.start();
  }

  #watchAll(): void {
    this.#worker.post({ kind: 'visible', visible: this.#visible });
    this.#worker.post({ kind: 'watch', watch: STATUS_WATCH, name: 'connection.status' });
    if (this.#readsActive) this.#watchTopics(true);
    for (const [id, { name, watch }] of this.#watches) {
      watch.orphan();
      this.#worker.post({ kind: 'watch', watch: id, name });
    }
  }
}

/** The states in which the server can be asked for rows. */
const CONNECTED: ReadonlySet<ConnectionStatus['state']> = new Set(['live', 'catching-up']);

/** Types the answer of a reader: it answers each name with that name's output, which the router checks. */
function answerOf<N extends ReadName>(result: BridgeResult<unknown>): BridgeResult<MethodOutput<N>> {
  return result as BridgeResult<MethodOutput<N>>;
}

function disposed(): BridgeResult<never> {
  return err({ code: 'unavailable', message: 'The engine was stopped. Restart Quayside and try again.' });
}
