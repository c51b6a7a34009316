import type { Worker } from 'node:worker_threads';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { backoffDelay } from '#shared/domain/connection.ts';
import { err } from '#shared/domain/result.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { CallName, EngineCall, EngineCalls, FromWorker, ToWorker } from '../api/engine-port.ts';

/** The maximum number of unanswered calls. */
const MAX_CALLS = 1_000;
/** A worker that ran at least this long resets the backoff when it exits. */
const STABLE_MS = 30_000;
/** The shortest delay before a restart. */
const RESTART_BASE_MS = 250;
/** How long a worker may take to close its cache before it is terminated. */
const CLOSE_MS = 5_000;

/** What the client of the engine's worker needs. `spawn` starts a worker. */
export interface EngineWorkerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly spawn: () => Worker;
}

/** What happens to the engine's worker. */
export interface EngineWorkerEvents {
  message(message: Exclude<FromWorker, { kind: 'reply' } | { kind: 'log' }>): void;
  /** The worker exited by itself. It is restarted after a delay. */
  crashed(detail: string): void;
  /** A new worker runs. It has no account and no watches yet. */
  restarted(): void;
}

type Waiting = (result: BridgeResult<unknown>) => void;

/** Runs the engine's worker thread and restarts it after a crash. Sends it calls and receives its messages. */
export class EngineWorkerClient {
  readonly #options: EngineWorkerOptions;
  readonly #events: EngineWorkerEvents;
  readonly #calls = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastCall = 0;
  #crashes = 0;
  #startedAt = 0;
  #stopWaiting: (() => void) | null = null;
  #disposed = false;

  constructor(options: EngineWorkerOptions, events: EngineWorkerEvents) {
    this.#options = options;
    this.#events = events;
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  /** Starts the worker unless it runs. After a crash, starts it without waiting for the backoff. */
  start(): void {
    if (this.#disposed || this.#worker !== null) return;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#startedAt = this.#options.clock.monotonic();
    let worker: Worker;
    try {
      worker = this.#options.spawn();
    } catch (error) {
      this.#ended(`cannot start: ${String(error)}`);
      return;
    }
    this.#worker = worker;
    let detail = 'the thread exited';
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error) => {
      detail = error instanceof Error ? error.message : String(error);
      this.#options.logger.error(
        { error: error instanceof Error ? error.stack : String(error) },
        'engine failed',
      );
    });
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#ended(detail);
    });
  }

  /** Sends a message that needs no answer. Drops it while no worker runs. */
  post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  /**
   * Makes a call. The error is `unavailable` if no worker runs, too many calls wait, or the worker exits before it
   * answers.
   */
  call<N extends CallName>(
    call: Extract<EngineCall, { name: N }>,
  ): Promise<BridgeResult<EngineCalls[N]['value']>> {
    if (this.#worker === null)
      return Promise.resolve(unavailable('The engine is restarting. Try again in a moment.'));
    if (this.#calls.size >= MAX_CALLS)
      return Promise.resolve(unavailable('The engine is busy. Try again in a moment.'));
    this.#lastCall += 1;
    const id = this.#lastCall;
    const answer = new Promise<BridgeResult<unknown>>((resolve) => this.#calls.set(id, resolve));
    this.post({ kind: 'call', id, call });
    // EngineCalls declares the types of both ends.
    return answer as Promise<BridgeResult<EngineCalls[N]['value']>>;
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    this.#stopWaiting?.();
    const worker = this.#worker;
    if (worker === null) return;
    let stopTimer = (): void => {};
    const late = new Promise<void>((resolve) => {
      stopTimer = this.#options.clock.setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([this.call<'close'>({ name: 'close', input: null }), late]);
    stopTimer();
    this.#worker = null;
    this.#reject('The engine was stopped.');
    await worker.terminate();
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'reply') {
      const waiting = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      waiting?.(message.result);
    } else if (message.kind === 'log') {
      this.#options.logger[message.level]({ module: 'engine', ...message.fields }, message.message);
    } else {
      this.#events.message(message);
    }
  }

  #ended(detail: string): void {
    this.#reject('The engine stopped unexpectedly and is restarting. Try again in a moment.');
    if (this.#disposed) return;
    const { clock, random, logger } = this.#options;
    if (clock.monotonic() - this.#startedAt >= STABLE_MS) this.#crashes = 0;
    const delay = RESTART_BASE_MS + backoffDelay(this.#crashes, random(), RESTART_BASE_MS);
    this.#crashes += 1;
    logger.error({ detail, delay, crashes: this.#crashes }, 'restarting the engine');
    this.#stopWaiting = clock.setTimeout(() => this.#restart(), delay);
    this.#events.crashed(detail);
  }

  #restart(): void {
    this.#stopWaiting = null;
    this.start();
    if (this.running) this.#events.restarted();
  }

  #reject(message: string): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const waiting of calls) waiting(unavailable(message));
  }
}

function unavailable(message: string): BridgeResult<never> {
  return err({ code: 'unavailable', message });
}
