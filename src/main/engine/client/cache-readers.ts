import type { Worker } from 'node:worker_threads';
import type { Clock, Logger } from '../../ports.ts';
import type { ReaderData } from '../api/reader-port.ts';
import { CacheCheck } from './check.ts';
import { ReaderPool } from './readers.ts';

/** What the readers of a cache need. */
export interface CacheReadersOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** The gateway's time, ms. */
  readonly now: () => number;
  readonly spawn: (data: ReaderData) => Worker;
  /** A reader of the open file has found it damaged. */
  readonly damaged: (detail: string) => void;
  /** Reads go to another file from now on, or to none. */
  readonly switched: () => void;
}

/** The readers of the open cache file, and its check. */
export class CacheReaders {
  readonly #options: CacheReadersOptions;
  #pool: ReaderPool | null = null;
  #check: CacheCheck | null = null;

  constructor(options: CacheReadersOptions) {
    this.#options = options;
  }

  /** The readers; null while no cache is open. */
  get pool(): ReaderPool | null {
    return this.#pool;
  }

  /** Switches reads to this file. Reads that arrive during the switch are answered, too. */
  async open(file: string, check: boolean): Promise<void> {
    const before = [this.#pool, this.#check];
    const { clock, logger, now } = this.#options;
    const spawn = (data: ReaderData) => () => this.#options.spawn(data);
    const damaged = (detail: string): void => {
      if (this.#pool === pool) this.#options.damaged(detail);
    };
    const pool = new ReaderPool({ clock, logger, now, spawn: spawn({ file }), damaged });
    this.#pool = pool;
    this.#check = check
      ? new CacheCheck({ clock, logger, spawn: spawn({ file, check: true }), damaged })
      : null;
    this.#options.switched();
    await Promise.all(before.map((part) => part?.dispose()));
  }

  /** Ends all readers. */
  async close(): Promise<void> {
    const before = [this.#pool, this.#check];
    this.#pool = null;
    this.#check = null;
    this.#options.switched();
    await Promise.all(before.map((part) => part?.dispose()));
  }
}
