import type { Worker } from 'node:worker_threads';
import type { BridgeResult, ReadName } from '#shared/bridge/index.ts';
import { err } from '#shared/domain/result.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ReaderMessage, ReadRequest } from '../api/reader-port.ts';

const READERS = 2;
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
  readonly logger: Logger;
  readonly spawn: () => Worker;
}

interface Read {
  readonly request: ReadRequest;
  readonly answer: (result: BridgeResult<unknown>) => void;
  stopTimer: () => void;
}

interface Reader {
  worker: Worker | null;
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
    this.#readers = Array.from({ length: READERS }, () => ({
      worker: null,
      current: null,
      stopWaiting: () => {},
    }));
    for (const reader of this.#readers) this.#start(reader);
  }

  /**
   * Answers a read. The error is `unavailable` if too many reads wait, it takes longer than 10 s, or the reader exits.
   */
  read(name: ReadName, input: unknown): Promise<BridgeResult<unknown>> {
    if (this.#disposed) return Promise.resolve(unavailable('The cache is closed.'));
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.resolve(unavailable('Too many reads are waiting. Try again in a moment.'));
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
        const { worker, current } = reader;
        reader.worker = null;
        reader.current = null;
        if (current !== null) finish(current, unavailable('The cache was closed.'));
        if (worker !== null) await this.#stop(worker);
      }),
    );
  }

  #next(): void {
    for (const reader of this.#readers) {
      if (reader.worker === null || reader.current !== null) continue;
      const read = this.#waiting.shift();
      if (read === undefined) return;
      reader.current = read;
      reader.worker.postMessage(read.request);
    }
  }

  #start(reader: Reader): void {
    if (this.#disposed) return;
    let worker: Worker;
    try {
      worker = this.#options.spawn();
    } catch (error) {
      this.#options.logger.error({ error: String(error) }, 'cannot start a reader');
      this.#restart(reader);
      return;
    }
    reader.worker = worker;
    worker.on('message', (message: ReaderMessage) => {
      if (message.kind === 'slow') {
        const { sql, ms, plan } = message;
        this.#options.logger.warn({ module: 'reader', sql, ms, plan }, 'slow query');
      } else if (reader.worker === worker) {
        this.#answered(reader, message.id, message.result);
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

  #answered(reader: Reader, id: number, result: BridgeResult<unknown>): void {
    const read = reader.current;
    if (read === null || read.request.id !== id) return;
    reader.current = null;
    finish(read, result);
    this.#next();
  }

  /** Lets a reader close its connection, and terminates it if it does not. */
  async #stop(worker: Worker): Promise<void> {
    let stopTimer = (): void => {};
    const late = new Promise<void>((resolve) => {
      stopTimer = this.#options.clock.setTimeout(resolve, CLOSE_MS);
    });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage('close');
    await Promise.race([exited, late]);
    stopTimer();
    await worker.terminate();
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
    const { worker } = stuck;
    stuck.current = null;
    stuck.worker = null;
    void worker?.terminate();
    this.#restart(stuck);
  }
}

function finish(read: Read, result: BridgeResult<unknown>): void {
  read.stopTimer();
  read.answer(result);
}

function unavailable(message: string): BridgeResult<never> {
  return err({ code: 'unavailable', message });
}
