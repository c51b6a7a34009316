import type { Sql } from '../kernel.ts';
import type { EventLog } from '../log/index.ts';
import type { Memos } from './memos.ts';

/** Runs transactions that append to the log: commit publishes their events, rollback discards them. */
export class Transactions {
  readonly #sql: Sql;
  readonly #log: EventLog;
  readonly #memos: Memos;

  constructor(sql: Sql, log: EventLog, memos: Memos) {
    this.#sql = sql;
    this.#log = log;
    this.#memos = memos;
  }

  /** Runs work in a transaction of its own. Rolls back and rethrows its errors. */
  run<T>(work: () => T): T {
    const { raw } = this.#sql;
    if (raw.inTransaction) throw new Error('a transaction is already open: use the context you were given');
    raw.exec('BEGIN IMMEDIATE');
    let value: T;
    try {
      this.#log.begin();
      this.#memos.begin();
      value = work();
      raw.exec('COMMIT');
    } catch (error) {
      if (raw.inTransaction) raw.exec('ROLLBACK');
      this.#log.rolledBack();
      this.#memos.clear();
      throw error;
    }
    this.#log.committed();
    return value;
  }

  /**
   * Runs work in a savepoint of the open transaction. Where it throws, only its own rows and events are undone, and the
   * error is rethrown. Check `inTransaction` then: SQLite may have given up the whole transaction (a full disk).
   */
  savepoint<T>(work: () => T): T {
    const { raw } = this.#sql;
    const mark = this.#log.mark();
    raw.exec('SAVEPOINT command');
    try {
      const value = work();
      raw.exec('RELEASE command');
      return value;
    } catch (error) {
      if (!raw.inTransaction) throw error;
      raw.exec('ROLLBACK TO command');
      raw.exec('RELEASE command');
      this.#log.rewind(mark);
      this.#memos.clear();
      throw error;
    }
  }
}
