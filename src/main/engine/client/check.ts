import type { Worker } from 'node:worker_threads';
import type { Clock, Logger } from '../../ports.ts';
import type { ReaderMessage } from '../api/reader-port.ts';
import { stopReader } from './readers.ts';

/** The delay before a check, so that it does not compete with the first reads for the disk. */
const DELAY_MS = 2_000;

/** What a check needs. `spawn` starts a reader worker that checks the files. */
export interface CacheCheckOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly spawn: () => Worker;
  readonly damaged: (detail: string) => void;
}

/** Checks the files of an open cache once, in a reader thread of its own, shortly after they were opened. */
export class CacheCheck {
  readonly #options: CacheCheckOptions;
  readonly #stopTimer: () => void;
  #worker: Worker | null = null;
  #ready = false;

  constructor(options: CacheCheckOptions) {
    this.#options = options;
    this.#stopTimer = options.clock.setTimeout(() => this.#start(), DELAY_MS);
  }

  /** Ends the check, after the table that is being checked. The connection is closed before the writer's, as a clean end needs. */
  async dispose(): Promise<void> {
    this.#stopTimer();
    const worker = this.#worker;
    this.#worker = null;
    if (worker !== null) await stopReader(this.#options.clock, worker, this.#ready);
  }

  #start(): void {
    const { logger, spawn, damaged } = this.#options;
    let worker: Worker;
    try {
      worker = spawn();
    } catch (error) {
      logger.error({ error: String(error) }, 'cannot start the check of the cache');
      return;
    }
    this.#worker = worker;
    worker.on('message', (message: ReaderMessage) => {
      if (this.#worker !== worker) return;
      if (message.kind === 'ready') this.#ready = true;
      else if (message.kind === 'damaged') damaged(message.detail);
      else if (message.kind === 'checked') logger.info({}, 'checked the files of the cache');
    });
    worker.on('error', (error) => {
      logger.error({ error: String(error) }, 'the check of the cache failed');
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
    });
  }
}
