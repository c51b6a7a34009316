import type { Reader } from './reader.ts';
import { findsTooMuch, ftsQuery, matchesTerms, prefixOnlyQuery, shortenPrefix, type Term } from './text.ts';

/**
 * A position in the results of a search, which are those with whole words first (tier 0), then those that only have words with
 * the right beginning (tier 1), each by descending row id. Results after the position have a lower row id or a higher tier.
 */
export interface Position {
  readonly tier: number;
  readonly rowid: number;
}

/** The position before all results. */
export const FIRST: Position = { tier: 0, rowid: Number.MAX_SAFE_INTEGER };

/** What to search, and which columns to return. */
export interface Searched<R> {
  /** The FTS5 table. */
  readonly index: string;
  readonly columns: string;
  /** What is joined to the matches `f`: the indexed table, and others. */
  readonly from: string;
  /** Returns the folded words of a row. */
  readonly words: (row: R) => string;
}

/** A result and its position. */
export interface Found<R> {
  readonly row: R;
  readonly position: Position;
}

/** The maximum number of rows looked at that have the first characters of the last word, before all are gathered. */
const MAX_LOOKED_AT = 1_000;

/**
 * Returns the results of a search after a position, at most `limit`. Whole words are found in the order of the index, so that a
 * common word costs no more than a rare one. Words that only begin like the last one come afterwards.
 */
export function findText<R>(
  reader: Reader,
  searched: Searched<R>,
  terms: readonly Term[],
  after: Position,
  limit: number,
): Found<R>[] {
  const search = new Search(reader, searched, terms, limit);
  if (after.tier === 0) search.run(0, ftsQuery(terms, true), after.rowid, findsTooMuch(terms));
  const rest = prefixOnlyQuery(terms);
  if (rest === null || after.tier > 1) return search.found;
  let below = after.tier === 1 ? after.rowid : FIRST.rowid;
  const wider = shortenPrefix(terms);
  const list = wider === null ? null : prefixOnlyQuery(terms, wider);
  if (list !== null) below = search.run(1, list, below, true, MAX_LOOKED_AT);
  search.run(1, rest, below, findsTooMuch(terms));
  return search.found;
}

/** One search, which collects results. */
class Search<R> {
  readonly found: Found<R>[] = [];
  readonly #reader: Reader;
  readonly #searched: Searched<R>;
  readonly #terms: readonly Term[];
  readonly #limit: number;

  constructor(reader: Reader, searched: Searched<R>, terms: readonly Term[], limit: number) {
    this.#reader = reader;
    this.#searched = searched;
    this.#terms = terms;
    this.#limit = limit;
  }

  /**
   * Adds the rows below a row id that the query finds and, with `check`, that match. Looks at about `most` rows. Returns the row
   * id that it came to; 0 if there are no more rows.
   */
  run(tier: number, query: string, below: number, check: boolean, most = Number.MAX_SAFE_INTEGER): number {
    const { index, columns, from, words } = this.#searched;
    let rowid = below;
    for (let looked = 0; looked < most && this.found.length < this.#limit; looked += this.#limit) {
      const rows = this.#reader.all<R & { rowid: number }>(
        `SELECT f.rowid AS rowid, ${columns} FROM ${index} f CROSS JOIN ${from}
         WHERE ${index} MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`,
        query,
        rowid,
        this.#limit,
      );
      for (const row of rows) {
        rowid = row.rowid;
        if (this.found.length === this.#limit) break;
        if (!check || matchesTerms(words(row), this.#terms))
          this.found.push({ row, position: { tier, rowid } });
      }
      if (rows.length < this.#limit) return 0;
    }
    return rowid;
  }
}
