import type { Sql } from './sql.ts';

/** A full-text index beside a table (FTS5 with external content): what is written to the table is told to the index. */
export class TextIndex {
  readonly #insert;
  readonly #delete;
  readonly #deleteAll;
  readonly #rebuild;

  /** `index` is the FTS5 table, `column` the one column it has. */
  constructor(sql: Sql, index: string, column: string) {
    this.#insert = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (rowid, ${column}) VALUES (?, ?)`,
    );
    this.#delete = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (${index}, rowid, ${column}) VALUES ('delete', ?, ?)`,
    );
    this.#deleteAll = sql.prepare(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`);
    this.#rebuild = sql.prepare(`INSERT INTO ${index} (${index}) VALUES ('rebuild')`);
  }

  add(rowid: number | bigint, text: string): void {
    this.#insert.run(rowid, text);
  }

  /** Replaces what was indexed of a row; `before` must be exactly that. */
  replace(rowid: number | bigint, before: string, text: string): void {
    this.#delete.run(rowid, before);
    this.#insert.run(rowid, text);
  }

  clear(): void {
    this.#deleteAll.run();
  }

  /** Indexes the table from the beginning. */
  rebuild(): void {
    this.#rebuild.run();
  }
}
