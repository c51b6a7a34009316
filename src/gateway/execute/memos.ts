import type { Memo, Sql } from '../kernel.ts';

/** The memos' cached values on one connection. */
export class Memos {
  readonly #sql: Sql;
  readonly #values = new Map<Memo<unknown>, unknown>();
  #dataVersion: number;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#dataVersion = this.#readDataVersion();
  }

  /** Returns a memo's value; reads it where it is not cached. */
  get<T>(memo: Memo<T>): T {
    // The value under a memo is what that memo's `read` returned.
    if (this.#values.has(memo)) return this.#values.get(memo) as T;
    const value = memo.read(this.#sql);
    this.#values.set(memo, value);
    return value;
  }

  /** Replaces a memo's value, where a write has changed its source. */
  set<T>(memo: Memo<T>, value: T): void {
    this.#values.set(memo, value);
  }

  /** Discards a memo's value. */
  forget(memo: Memo<unknown>): void {
    this.#values.delete(memo);
  }

  /** Discards all values, after a rollback: they may hold data that was undone. */
  clear(): void {
    this.#values.clear();
  }

  /** Discards all values if another process has written. Call right after BEGIN IMMEDIATE, from where on none can. */
  begin(): void {
    const version = this.#readDataVersion();
    if (version !== this.#dataVersion) this.clear();
    this.#dataVersion = version;
  }

  #readDataVersion(): number {
    return this.#sql.prepare<[], { data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  }
}
