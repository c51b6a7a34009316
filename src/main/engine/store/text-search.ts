import type { Reader } from './reader.ts';
import { findsTooMuch, ftsQuery, matchesTerms, prefixOnlyQuery, type Term } from './text.ts';

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

/**
 * Returns the results of a search after a position, at most `limit`. The texts of whole words are found in the order of the
 * index, so that a common word costs no more than a rare one. Words that only begin like the last one come afterwards: they
 * have to be gathered from all words with that beginning.
 */
export function findText<R>(
  reader: Reader,
  searched: Searched<R>,
  terms: readonly Term[],
  after: Position,
  limit: number,
): Found<R>[] {
  const { index, columns, from, words } = searched;
  const tiers = [ftsQuery(terms, true), prefixOnlyQuery(terms)];
  const check = findsTooMuch(terms);
  const found: Found<R>[] = [];
  for (let tier = after.tier; tier < tiers.length; tier += 1) {
    const query = tiers[tier];
    let rowid = tier === after.tier ? after.rowid : FIRST.rowid;
    while (query && found.length < limit) {
      const rows = reader.all<R & { rowid: number }>(
        `SELECT f.rowid AS rowid, ${columns} FROM ${index} f CROSS JOIN ${from}
         WHERE ${index} MATCH ? AND f.rowid < ? ORDER BY f.rowid DESC LIMIT ?`,
        query,
        rowid,
        limit,
      );
      for (const row of rows) {
        rowid = row.rowid;
        if (found.length < limit && (!check || matchesTerms(words(row), terms)))
          found.push({ row, position: { tier, rowid } });
      }
      if (rows.length < limit) break;
    }
  }
  return found;
}
