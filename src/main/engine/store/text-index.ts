import type { Sql } from './sql.ts';

/** A full-text index of a table (FTS5 with external content). Every write to the table must also update the index. */
export class TextIndex {
  readonly #insert;
  readonly #delete;
  readonly #deleteAll;

  /** `index` is the FTS5 table, `column` its only column. */
  constructor(sql: Sql, index: string, column: string) {
    this.#insert = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (rowid, ${column}) VALUES (?, ?)`,
    );
    this.#delete = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (${index}, rowid, ${column}) VALUES ('delete', ?, ?)`,
    );
    this.#deleteAll = sql.prepare(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`);
  }

  /** Adds the text of a new row. */
  add(rowid: number | bigint, text: string): void {
    this.#insert.run(rowid, text);
  }

  /** Replaces the indexed text of a row. `before` must be exactly the previously indexed text. */
  replace(rowid: number | bigint, before: string, text: string): void {
    this.#delete.run(rowid, before);
    this.#insert.run(rowid, text);
  }

  /** Empties the index. */
  clear(): void {
    this.#deleteAll.run();
  }
}
