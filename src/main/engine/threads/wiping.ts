import type { Database } from 'better-sqlite3';
import type { Clock, Logger } from '../../ports.ts';
import { createSql } from '../store/sql.ts';
import { emptyWal, finishWipes, forgetPosts, giveBackPages, listWipes, type Wipe } from '../store/wipes.ts';

/** Pauses between two steps, and before another attempt, ms. */
const STEP_MS = 25;
const RETRY_MS = 5_000;

/** What wiping needs: the connections that write to the cache and to the outbox file, and the files of messages. */
export interface WipingOptions {
  readonly db: Database;
  readonly outbox: Database;
  /** Deletes files of messages, also those that are being fetched. */
  readonly forgetFiles: (ids: readonly string[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Deletes what removed messages have left outside of the cache's tables: commands in the outbox file, files, free pages and the
 * write-ahead logs. What is to be done is in a table until it is done, and doing it twice changes nothing.
 */
export class Wiping {
  readonly #options: WipingOptions;
  readonly #sql;
  #stop: (() => void) | null = null;

  constructor(options: WipingOptions) {
    this.#options = options;
    this.#sql = createSql(options.db);
  }

  /** Looks for something to do, soon. */
  look(): void {
    if (this.#stop === null && listWipes(this.#sql).length > 0) this.#plan(STEP_MS);
  }

  dispose(): void {
    this.#stop?.();
    this.#stop = null;
  }

  #plan(ms: number): void {
    this.#stop = this.#options.clock.setTimeout(() => {
      this.#stop = null;
      try {
        this.#step();
      } catch (error) {
        this.#options.logger.warn({ error: String(error) }, 'cannot delete what removed messages have left');
        this.#plan(RETRY_MS);
      }
    }, ms);
  }

  #step(): void {
    const { db, outbox, forgetFiles } = this.#options;
    const found = listWipes(this.#sql);
    if (found.length === 0) return;
    if (giveBackPages(db)) {
      this.#plan(STEP_MS);
      return;
    }
    const of = (wanted: Wipe['kind']): string[] =>
      found.flatMap(({ kind, id }) => (kind === wanted ? [id] : []));
    forgetPosts(outbox, of('message'));
    forgetFiles(of('file'));
    // The write-ahead logs hold older versions of the pages.
    if (!emptyWal(db) || !emptyWal(outbox)) {
      this.#plan(RETRY_MS);
      return;
    }
    finishWipes(this.#sql, found);
    this.look();
  }
}
