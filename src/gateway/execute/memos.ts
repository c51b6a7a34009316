import type { Memo, Sql } from '../kernel.ts';

/** What memos have read on one connection. */
export class Memos {
  readonly #sql: Sql;
  readonly #values = new Map<Memo<unknown>, unknown>();
  #dataVersion: number;

  constructor(sql: Sql) {
    this.#sql = sql;
    this.#dataVersion = this.#readDataVersion();
  }

  get<T>(memo: Memo<T>): T {
    // Under a memo stands what that memo's `read` returned.
    if (this.#values.has(memo)) return this.#values.get(memo) as T;
    const value = memo.read(this.#sql);
    this.#values.set(memo, value);
    return value;
  }

  forget(memo: Memo<unknown>): void {
    this.#values.delete(memo);
  }

  /** After a rollback: something may have been read that never was. */
  clear(): void {
    this.#values.clear();
  }

  /** Right after BEGIN IMMEDIATE: from here on nobody else can write, but somebody may have. */
  begin(): void {
    const version = this.#readDataVersion();
    if (version !== this.#dataVersion) this.clear();
    this.#dataVersion = version;
  }

  #readDataVersion(): number {
    return this.#sql.prepare<[], { data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  }
}
