import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionStatus } from '#shared/bridge/connection.ts';
import type { BridgeResult, MethodOutput, StreamItem } from '#shared/bridge/index.ts';
import type { Engine, EngineAccount, EngineOptions, EngineStream } from '../../src/main/engine/api/engine.ts';
import { createEngine } from '../../src/main/engine/client/client.ts';
import { systemClock } from '../../src/main/hosts/system.ts';
import type { Clock, WorkerFactory } from '../../src/main/ports.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { recordLog } from './log.ts';
import { until } from './wait.ts';
import { testWorkers } from './workers.ts';

/** Options of a TestEngine. */
export interface TestEngineOptions {
  /** The folder of the caches. Default: a temporary folder, deleted by `dispose`. */
  readonly dir?: string;
  readonly workers?: WorkerFactory;
  /** The main thread's clock. Default: this machine's. */
  readonly clock?: Clock;
  /** Returns an access token; null if there is none. */
  readonly token?: () => Promise<string | null>;
  readonly onWelcome?: EngineOptions['onWelcome'];
}

/** The console's real engine with its worker threads, for tests with or without a real gateway. */
export class TestEngine {
  readonly dir: string;
  readonly log = recordLog();
  /** Every state the connection has been in since `open`, in order. */
  readonly states: ConnectionStatus['state'][] = [];
  readonly #own: TemporaryFolder | null;
  readonly #workers: WorkerFactory;
  readonly #clock: Clock;
  readonly #token: () => Promise<string | null>;
  readonly #onWelcome: EngineOptions['onWelcome'];
  engine: Engine;
  #unwatch: () => void = () => undefined;

  constructor({
    dir,
    workers = testWorkers,
    clock = systemClock,
    token = async () => null,
    onWelcome = () => undefined,
  }: TestEngineOptions = {}) {
    this.#own = dir === undefined ? temporaryFolder('engine') : null;
    this.dir = this.#own?.path ?? dir ?? '';
    this.#workers = workers;
    this.#clock = clock;
    this.#token = token;
    this.#onWelcome = onWelcome;
    this.engine = this.#create();
  }

  #create(): Engine {
    return createEngine(
      { clock: this.#clock, logger: this.log, workers: this.#workers },
      {
        dataDir: this.dir,
        clientVersion: '0.0.0',
        deviceId: 'test',
        freshToken: this.#token,
        onWelcome: this.#onWelcome,
      },
    );
  }

  /** Opens the account's cache with a fresh token, connects, and records the states of the connection. */
  async open(
    account: Omit<EngineAccount, 'accessToken'>,
  ): Promise<BridgeResult<{ readonly quarantined: string | null }>> {
    const accessToken = (await this.#token()) ?? '';
    const opened = await this.engine.open({ ...account, accessToken }, { realtime: true });
    this.#unwatch();
    this.#unwatch = this.engine.watch('connection.status', {}, async ({ state }) => {
      if (this.states.at(-1) !== state) this.states.push(state);
    });
    return opened;
  }

  /** Stops the engine and starts a new one on the same cache, like a restart of the console. */
  async restart(): Promise<void> {
    await this.engine.dispose();
    mkdirSync(this.dir, { recursive: true });
    this.engine = this.#create();
  }

  /** Returns a list that grows with every item of a stream. */
  watch<S extends EngineStream>(name: S, input: unknown = {}): StreamItem<S>[] {
    const items: StreamItem<S>[] = [];
    // Not typed, so that a test can also send an input that no stream takes.
    this.engine.watch(name, input as never, async (item) => {
      items.push(item);
    });
    return items;
  }

  /** Waits for a fact. On timeout, throws an error with the engine's status and its last log lines. */
  until(what: string, fact: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
    const state = (): string =>
      `${what}; status ${JSON.stringify(this.engine.status())}; log ${JSON.stringify(this.log.lines.slice(-5))}`;
    return until(state, fact, withinMs);
  }

  /** Waits until the connection is live. */
  untilLive(withinMs?: number): Promise<void> {
    return this.until('live', () => this.engine.status().state === 'live', withinMs);
  }

  /**
   * Connects again at once, whatever the engine knows of the break: it may not have noticed it yet, or its attempt may fail
   * because of it, and then it would wait for as long as it does after many attempts.
   */
  reconnect(
    is: () => boolean = () => this.engine.status().state === 'live',
    withinMs?: number,
  ): Promise<void> {
    const wakeUnless = (): boolean => {
      if (is()) return true;
      if (this.engine.status().state === 'offline') this.engine.wake();
      return false;
    };
    return this.until('connected again', wakeUnless, withinMs);
  }

  /** Returns whether the cache has all rows that the gateway has: no history is left to load. */
  async hasAllHistory(): Promise<boolean> {
    const read = await this.engine.read('history.ranges', {});
    return read.ok && read.value.ranges.length === 0;
  }

  async diagnostics(): Promise<MethodOutput<'app.diagnostics'>> {
    const result = await this.engine.diagnostics();
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  }

  /** Returns the channels that snapshots replaced since the last `forget`, with the reasons. */
  snapshots(): { readonly channel: unknown; readonly reason: unknown }[] {
    return this.log.lines
      .filter(({ message }) => message === 'replaced a channel with a snapshot')
      .map(({ fields }) => ({ channel: fields['channel'], reason: fields['reason'] }));
  }

  /** Empties the log and the recorded states. */
  forget(): void {
    this.log.lines.length = 0;
    this.states.length = 0;
  }

  /** Returns the names of all files of the engine. */
  files(): string[] {
    return readdirSync(this.dir, { recursive: true, encoding: 'utf8' }).sort();
  }

  /** Returns the path of the one cache database. */
  cacheFile(): string {
    const files = this.files().filter((name) => /^cache-.*\.db$/.test(name));
    if (files.length !== 1) throw new Error(`one cache expected, found: ${files.join(', ')}`);
    return join(this.dir, files[0] ?? '');
  }

  async dispose(): Promise<void> {
    this.#unwatch();
    await this.engine.dispose();
    this.#own?.remove();
  }
}
