import type { StoredRow } from '#shared/rows/define.ts';
import type { Sql } from './sql.ts';
import { foldWords, indexText } from './text.ts';

/** Where the text of an index comes from. */
export interface TextSource {
  /** The FTS5 table (`migrations/0180-text-indexes.ts`). */
  readonly index: string;
  readonly table: string;
  /** The integer key of the table, which is the row id in the index. */
  readonly key: string;
  /** The columns that the text is made from. */
  readonly columns: readonly string[];
  /** Returns the text of a row. It need not be folded. */
  readonly text: (row: StoredRow) => string;
  /** The column that keeps the folded words, if any. Lists compare with it, and `replace` needs it. */
  readonly words?: string;
}

/** The number of rows read at a time while an index is built. */
const SLICE = 50;

/**
 * A full-text index of a table. It stores tokens only (`indexText`), so every write to the table must also update the index,
 * with the same text as before. An index that a migration has emptied is built in slices from the newest row to the oldest
 * (`build`). Until a row's turn has come, changes of the row do not concern the index.
 */
export class TextIndex {
  readonly #source: TextSource;
  readonly #insert;
  readonly #delete;
  readonly #deleteAll;
  readonly #overwrite;
  readonly #mark;
  readonly #readBelow;
  readonly #writeBelow;
  readonly #endBuild;
  readonly #rows;
  readonly #setWords;
  /** Rows with a lower key are not in the index yet; null if all are. */
  #below: number | null = null;

  constructor(sql: Sql, source: TextSource) {
    const { index, table, key, columns, words } = source;
    this.#source = source;
    this.#insert = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (rowid, words) VALUES (?, ?)`,
    );
    this.#delete = sql.prepare<[number | bigint, string]>(
      `INSERT INTO ${index} (${index}, rowid, words) VALUES ('delete', ?, ?)`,
    );
    this.#deleteAll = sql.prepare(`INSERT INTO ${index} (${index}) VALUES ('delete-all')`);
    // Deleted tokens are taken out of their segments, or only marked, which is quicker.
    this.#overwrite = sql.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('secure-delete', 1)`);
    this.#mark = sql.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('secure-delete', 0)`);
    this.#readBelow = sql.prepare<[string], { below: number }>(
      'SELECT below FROM text_builds WHERE name = ?',
    );
    this.#writeBelow = sql.prepare<[number, string]>('UPDATE text_builds SET below = ? WHERE name = ?');
    this.#endBuild = sql.prepare<[string]>('DELETE FROM text_builds WHERE name = ?');
    this.#rows = sql.prepare<[number], StoredRow>(
      `SELECT ${key} AS rowid, ${[...new Set([...columns, ...(words ? [words] : [])])].join(', ')} FROM ${table}
       WHERE ${key} < ? ORDER BY ${key} DESC LIMIT ${SLICE}`,
    );
    this.#setWords = words
      ? sql.prepare<[string, number]>(`UPDATE ${table} SET ${words} = ? WHERE ${key} = ?`)
      : null;
    this.reload();
  }

  /** Whether all rows of the table are in the index. */
  get complete(): boolean {
    return this.#below === null;
  }

  /** Adds the text of a new row. */
  add(rowid: number | bigint, text: string): void {
    if (!this.#has(rowid)) return;
    const tokens = indexText(text);
    if (tokens !== '') this.#insert.run(rowid, tokens);
  }

  /** Replaces the indexed text of a row. `before` must be the previously indexed text. */
  replace(rowid: number | bigint, before: string, text: string): void {
    this.remove(rowid, before);
    this.add(rowid, text);
  }

  /** Removes a row. `text` must be the indexed text. */
  remove(rowid: number | bigint, text: string): void {
    if (!this.#has(rowid)) return;
    const tokens = indexText(text);
    if (tokens !== '') this.#delete.run(rowid, tokens);
  }

  /** Removes rows so that their tokens do not stay in the file until segments are merged. */
  wipe(rows: Iterable<{ readonly seq: number; readonly body: string }>): void {
    this.reload();
    this.#overwrite.run();
    for (const { seq, body } of rows) this.remove(seq, body);
    this.#mark.run();
  }

  /** Empties the index, because the table is emptied. */
  clear(): void {
    this.#deleteAll.run();
    this.#endBuild.run(this.#source.index);
    this.#below = null;
  }

  /** Indexes all rows of the table, which was filled without updating the index, at once. */
  rebuild(): void {
    this.clear();
    this.#below = Number.MAX_SAFE_INTEGER;
    while (this.build(() => true));
  }

  /** Indexes slices of the rows that are missing, while `goOn` allows. Returns whether rows are still missing. */
  build(goOn: () => boolean): boolean {
    const { index, text, words } = this.#source;
    while (this.#below !== null && goOn()) {
      const rows = this.#rows.all(this.#below);
      for (const row of rows) {
        const rowid = Number(row['rowid']);
        const whole = text(row);
        const tokens = indexText(whole);
        if (tokens !== '') this.#insert.run(rowid, tokens);
        if (words === undefined) continue;
        const folded = foldWords(whole);
        if (folded !== row[words]) this.#setWords?.run(folded, rowid);
      }
      this.#below = rows.length < SLICE ? null : Number(rows.at(-1)?.['rowid']);
    }
    if (this.#below === null) this.#endBuild.run(index);
    else this.#writeBelow.run(this.#below, index);
    return this.#below !== null;
  }

  /** Reads again which rows are missing, after a rollback. */
  reload(): void {
    this.#below = this.#readBelow.get(this.#source.index)?.below ?? null;
  }

  #has(rowid: number | bigint): boolean {
    return this.#below === null || rowid >= this.#below;
  }
}
