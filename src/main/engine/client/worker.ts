import type { Worker } from 'node:worker_threads';
import type { BridgeResult } from '#shared/bridge/index.ts';
import { backoffDelay } from '#shared/domain/connection.ts';
import { err } from '#shared/domain/result.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { CallName, EngineCall, EngineCalls, FromWorker, ToWorker } from '../api/engine-port.ts';

/** Calls without an answer yet, at most. */
const MAX_CALLS = 1_000;
/** A worker that ran this long was a good one: its end starts the backoff anew. */
const STABLE_MS = 30_000;
/** A worker that cannot run is not restarted more often than this. */
const RESTART_BASE_MS = 250;
/** How long a worker gets to close its cache before it is stopped. */
const CLOSE_MS = 5_000;

export interface EngineWorkerOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly spawn: () => Worker;
}

export interface EngineWorkerEvents {
  message(message: Exclude<FromWorker, { kind: 'reply' } | { kind: 'log' }>): void;
  /** It ended by itself; another is started after a while. */
  crashed(detail: string): void;
  /** Another runs, and knows nothing yet. */
  restarted(): void;
}

type Waiting = (result: BridgeResult<unknown>) => void;

/** The engine's worker thread, kept running: calls in, messages out, another one after a crash. */
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

  /** Starts the worker unless one runs. Not waiting any longer after a crash is the point of calling it again. */
  start(): void {
    if (this.#disposed || this.#worker !== null) return;
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    this.#startedAt = this.#options.clock.now();
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

  /** Sends what needs no answer; while no worker runs it is dropped. */
  post(message: ToWorker): void {
    this.#worker?.postMessage(message);
  }

  /** Asks and waits. `unavailable` where no worker runs, too much is asked already, or it ends before it answers. */
  call<N extends CallName>(
    call: Extract<EngineCall, { name: N }>,
  ): Promise<BridgeResult<EngineCalls[N]['value']>> {
    if (this.#worker === null) return Promise.resolve(unavailable('The engine is restarting. Try again in a moment.'));
    if (this.#calls.size >= MAX_CALLS) return Promise.resolve(unavailable('The engine is busy. Try again in a moment.'));
    this.#lastCall += 1;
    const id = this.#lastCall;
    const answer = new Promise<BridgeResult<unknown>>((resolve) => this.#calls.set(id, resolve));
    this.post({ kind: 'call', id, call });
    // The worker answers a call by its name's type: EngineCalls declares both ends.
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
    if (clock.now() - this.#startedAt >= STABLE_MS) this.#crashes = 0;
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
