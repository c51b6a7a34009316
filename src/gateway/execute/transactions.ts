import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Applying, AuditedRecord, WritableSql, Write } from '../kernel.ts';
import { type EventLog, nameLog } from '../log/index.ts';
import { failureFields } from './failure.ts';
import type { Memos } from './memos.ts';
import type { Appliers, CommitRecord, Entry } from './records.ts';

export interface TransactionOptions {
  readonly sql: WritableSql;
  readonly log: EventLog;
  readonly memos: Memos;
  readonly appliers: Appliers;
  readonly logger: Logger;
  /** Whether the first commit gives the log its identity; a replica's comes with the records. */
  readonly names: boolean;
  /** Receives the record of each commit, after it. */
  readonly onRecord?: ((record: CommitRecord) => void) | undefined;
}

/** A job has failed after it had written, without a savepoint of its own: the transaction must be rolled back and run again. */
export class SpoiltError extends Error {
  constructor(cause: unknown) {
    super('a job failed after it had written', { cause });
    this.name = 'SpoiltError';
  }
}

/** Returns what applies entries to a connection, with its memos. */
export function applyingOn(sql: WritableSql, memos: Memos): Applying {
  return {
    sql,
    memo: (memo) => memos.get(memo),
    remember: (memo, value) => memos.set(memo, value),
    forget: (memo) => memos.forget(memo),
  };
}

/**
 * Runs transactions and writes the tables: each event and each write is added to the commit's record and applied. Commit
 * publishes the events, rollback discards them.
 */
export class Transactions {
  readonly #options: TransactionOptions;
  readonly #applying: Applying;
  #entries: Entry[] = [];
  #changed: AuditedRecord[] = [];
  #repeatable = false;

  constructor(options: TransactionOptions) {
    this.#options = options;
    const { sql, memos } = options;
    this.#applying = applyingOn(sql, memos);
  }

  /** Whether a transaction is open. SQLite itself ends one that it cannot complete (a full disk). */
  get open(): boolean {
    return this.#options.sql.raw.inTransaction;
  }

  /** Runs work in a transaction of its own. Rolls back and rethrows its errors, and those of SQLite. */
  run<T>(work: () => T): T {
    const { log, memos, sql } = this.#options;
    const { raw } = sql;
    if (raw.inTransaction) throw new Error('a transaction is already open: use the context you were given');
    raw.exec('BEGIN IMMEDIATE');
    let value: T;
    let after: number;
    try {
      log.begin();
      memos.begin();
      this.#entries = [];
      this.#changed = [];
      this.#repeatable = false;
      after = log.position();
      if (log.id === '' && this.#options.names) this.write(nameLog, { id: randomUUID() });
      value = work();
      raw.exec('COMMIT');
    } catch (error) {
      if (raw.inTransaction) raw.exec('ROLLBACK');
      log.rolledBack();
      memos.clear();
      throw error;
    }
    log.committed();
    this.#publish(after);
    return value;
  }

  /** Says whether the open transaction may be run again as a whole, without anybody noticing. It may not when it begins. */
  set repeatable(yes: boolean) {
    this.#repeatable = yes;
  }

  /**
   * Runs work that is undone alone where it throws, like `savepoint`, which takes a tenth of a command's time. Where the
   * transaction is repeatable, it is left out: what has written nothing needs none. Throws SpoiltError where it was needed.
   */
  attempt<T>(work: () => T): T {
    if (!this.#repeatable) return this.savepoint(work);
    const entries = this.#entries.length;
    const changed = this.#changed.length;
    try {
      return work();
    } catch (error) {
      this.#changed.length = changed;
      if (!this.open || (this.#entries.length === entries && !(error instanceof SpoiltError))) throw error;
      throw new SpoiltError(error);
    }
  }

  /**
   * Runs work in a savepoint of the open transaction. Where it throws, only its own entries are undone, and the error is
   * rethrown. Check `open` then: SQLite may have given up the whole transaction.
   */
  savepoint<T>(work: () => T): T {
    const { log, memos, sql } = this.#options;
    const { raw } = sql;
    const mark = log.mark();
    const entries = this.#entries.length;
    const changed = this.#changed.length;
    // Prepared: `exec` would compile the text each time.
    sql.prepare('SAVEPOINT work').run();
    try {
      const value = work();
      sql.prepare('RELEASE work').run();
      return value;
    } catch (error) {
      if (!raw.inTransaction) throw error;
      raw.exec('ROLLBACK TO work');
      raw.exec('RELEASE work');
      log.rewind(mark);
      this.#entries.length = entries;
      this.#changed.length = changed;
      memos.clear();
      throw error;
    }
  }

  /** Notes what an event changes, for the audit. A savepoint that is rolled back undoes it. */
  changed(records: AuditedRecord | readonly AuditedRecord[]): void {
    if ('record' in records) this.#changed.push(records);
    else this.#changed.push(...records);
  }

  /** Returns what was noted since the last call. */
  takeChanged(): readonly AuditedRecord[] {
    const changed = this.#changed;
    if (changed.length > 0) this.#changed = [];
    return changed;
  }

  /** Appends an event in the open transaction and applies it. Returns it with its sequence. */
  append(draft: Omit<AnyEvent, 'seq'>): AnyEvent {
    const event = this.#options.log.append(draft);
    this.#entries.push({ event });
    for (const project of this.#options.appliers.projections.get(event.type) ?? [])
      project(this.#applying, event);
    return event;
  }

  /** Applies a write in the open transaction. */
  write<D, R>(write: Write<D, R>, data: D): R {
    if (!this.open) throw new Error('tables can be written inside a transaction only');
    this.#entries.push({ write: write.name, data });
    return write.apply(this.#applying, data);
  }

  #publish(after: number): void {
    const { onRecord, logger } = this.#options;
    const entries = this.#entries;
    this.#entries = [];
    if (!onRecord || entries.length === 0) return;
    try {
      onRecord({ after, entries });
    } catch (error) {
      logger.error(
        { module: 'execute', code: 'record_listener_failed', ...failureFields(error) },
        'a listener of commit records failed; the commit stands',
      );
    }
  }
}
