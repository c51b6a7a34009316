import type { Worker } from 'node:worker_threads';
import type { BridgeResult, ReadName } from '#shared/bridge/index.ts';
import { err } from '#shared/domain/result.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ReaderMessage, ReadRequest } from '../api/reader-port.ts';

/**
 * The maximum number of readers. The first starts with the pool. The second starts when a read finds the first busy, because
 * each takes about 30 MB.
 */
const MAX_READERS = 2;
/** The maximum number of reads waiting for a reader. */
const MAX_WAITING = 1_000;
const TIMEOUT_MS = 10_000;
/** Delay before an exited reader is replaced, so that a reader that cannot run does not restart in a loop. */
const RESTART_MS = 500;
/** How long a reader may take to close its connection before it is terminated. */
const CLOSE_MS = 1_000;

/** What a reader pool needs. `spawn` starts a reader worker. */
export interface ReaderPoolOptions {
  readonly clock: Clock;
  /** Returns the gateway's time, ms. */
  readonly now: () => number;
  readonly logger: Logger;
  readonly spawn: () => Worker;
}

/** An answer, and the time that a reader spent on it, ms; 0 if none answered. */
export interface TimedResult {
  readonly result: BridgeResult<unknown>;
  readonly ms: number;
}

interface Read {
  readonly request: Omit<ReadRequest, 'now'>;
  readonly answer: (answer: TimedResult) => void;
  stopTimer: () => void;
}

interface Reader {
  /** Whether it was ever needed. */
  started: boolean;
  worker: Worker | null;
  /** Whether the worker has opened the cache. Until then it must not be terminated, see `endWorker`. */
  ready: boolean;
  current: Read | null;
  stopWaiting: () => void;
}

/**
 * A pool of reader workers on one cache. Each reader runs one read at a time. Waiting reads are served first in, first out;
 * their number and their time are limited. A reader that exits, or takes longer than a read may take, is replaced.
 */
export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #readers: Reader[];
  readonly #waiting: Read[] = [];
  #lastId = 0;
  #disposed = false;

  constructor(options: ReaderPoolOptions) {
    this.#options = options;
    this.#readers = Array.from({ length: MAX_READERS }, () => ({
      started: false,
      worker: null,
      ready: false,
      current: null,
      stopWaiting: () => {},
    }));
    const [first] = this.#readers;
    if (first) this.#start(first);
  }

  /**
   * Answers a read. The error is `unavailable` if too many reads wait, it takes longer than 10 s, or the reader exits.
   */
  async read(name: ReadName, input: unknown): Promise<BridgeResult<unknown>> {
    return (await this.timed(name, input)).result;
  }

  /** Like `read`, with the time that the reader spent. */
  timed(name: ReadName, input: unknown): Promise<TimedResult> {
    if (this.#disposed) return Promise.resolve({ result: unavailable('The cache is closed.'), ms: 0 });
    if (this.#waiting.length >= MAX_WAITING) {
      const result = unavailable('Too many reads are waiting. Try again in a moment.');
      return Promise.resolve({ result, ms: 0 });
    }
    return new Promise((answer) => {
      this.#lastId += 1;
      const read: Read = { request: { id: this.#lastId, name, input }, answer, stopTimer: () => {} };
      read.stopTimer = this.#options.clock.setTimeout(() => this.#timedOut(read), TIMEOUT_MS);
      this.#waiting.push(read);
      this.#next();
    });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const read of this.#waiting.splice(0)) finish(read, unavailable('The cache was closed.'));
    await Promise.all(
      this.#readers.map(async (reader) => {
        reader.stopWaiting();
        const { worker, current, ready } = reader;
        reader.worker = null;
        reader.current = null;
        if (current !== null) finish(current, unavailable('The cache was closed.'));
        if (worker !== null) await this.#stop(worker, ready);
      }),
    );
  }

  #next(): void {
    for (const reader of this.#readers) {
      if (!reader.started && this.#waiting.length > 0) this.#start(reader);
      if (reader.worker === null || reader.current !== null) continue;
      const read = this.#waiting.shift();
      if (read === undefined) return;
      reader.current = read;
      reader.worker.postMessage({ ...read.request, now: this.#options.now() } satisfies ReadRequest);
    }
  }

  #start(reader: Reader): void {
    if (this.#disposed) return;
    reader.started = true;
    let worker: Worker;
    try {
      worker = this.#options.spawn();
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot start a reader');
      this.#restart(reader);
      return;
    }
    reader.worker = worker;
    reader.ready = false;
    worker.on('message', (message: ReaderMessage) => {
      if (message.kind === 'ready') {
        if (reader.worker === worker) reader.ready = true;
      } else if (message.kind === 'slow') {
        const { sql, ms, plan } = message;
        this.#options.logger.warn({ module: 'reader', sql, ms, plan }, 'slow query');
      } else if (reader.worker === worker) {
        this.#answered(reader, message);
      }
    });
    worker.on('error', (error) => {
      this.#options.logger.error(
        { error: error instanceof Error ? error.stack : String(error) },
        'reader failed',
      );
    });
    worker.on('exit', () => {
      if (reader.worker === worker) this.#replace(reader);
    });
    this.#next();
  }

  #answered(reader: Reader, { id, result, ms }: Extract<ReaderMessage, { kind: 'answer' }>): void {
    const read = reader.current;
    if (read === null || read.request.id !== id) return;
    reader.current = null;
    finish(read, result, ms);
    this.#next();
  }

  /** Lets a reader close its connection, and terminates it if it does not. */
  async #stop(worker: Worker, ready: boolean): Promise<void> {
    let stopTimer = (): void => {};
    const late = new Promise<void>((resolve) => {
      stopTimer = this.#options.clock.setTimeout(resolve, CLOSE_MS);
    });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    await Promise.race([exited, late]);
    stopTimer();
    await endWorker(worker, ready);
  }

  #replace(reader: Reader): void {
    const read = reader.current;
    reader.worker = null;
    reader.current = null;
    if (read !== null) finish(read, unavailable('The read was interrupted. Try again.'));
    this.#restart(reader);
  }

  #restart(reader: Reader): void {
    if (!this.#disposed)
      reader.stopWaiting = this.#options.clock.setTimeout(() => this.#start(reader), RESTART_MS);
  }

  #timedOut(read: Read): void {
    const index = this.#waiting.indexOf(read);
    if (index >= 0) this.#waiting.splice(index, 1);
    finish(read, unavailable('The read took too long. Try again.'));
    const stuck = this.#readers.find((reader) => reader.current === read);
    if (stuck === undefined) return;
    this.#options.logger.warn({ name: read.request.name }, 'replacing a stuck reader');
    const { worker, ready } = stuck;
    stuck.current = null;
    stuck.worker = null;
    if (worker !== null) void endWorker(worker, ready);
    this.#restart(stuck);
  }
}

/**
 * Terminates a worker. One that is still loading SQLite is left to end by itself instead: terminating a thread while it loads
 * a native module aborts the whole process (seen with better-sqlite3 13). It has been told to close, and no longer keeps the
 * process running.
 */
async function endWorker(worker: Worker, ready: boolean): Promise<void> {
  if (!ready) {
    worker.postMessage('close');
    worker.unref();
    return;
  }
  await worker.terminate();
}

function finish(read: Read, result: BridgeResult<unknown>, ms = 0): void {
  read.stopTimer();
  read.answer({ result, ms });
}

function unavailable(message: string): BridgeResult<never> {
  return err({ code: 'unavailable', message });
}
