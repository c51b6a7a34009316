const PLAIN = /^[\x20-\x7e]*$/;

/** Folds text as the text index does: lower case, no diacritics, words of letters and digits separated by spaces. */
export function foldWords(text: string): string {
  // Most texts are ASCII. For them, this produces the same result in a tenth of the time.
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The maximum number of words in a query; further ones are ignored. */
const MAX_TERMS = 8;

/** Splits a person's query into folded words. */
export function searchTerms(query: string): string[] {
  const folded = foldWords(query.slice(0, 400));
  return folded === '' ? [] : folded.split(' ').slice(0, MAX_TERMS);
}

/**
 * Returns an FTS5 query for documents with all these words, the last one as a prefix. Words are quoted, so that input is
 * never taken for syntax. They contain only letters and digits, so no quotes need escaping.
 */
export function ftsQuery(terms: readonly string[]): string {
  return terms.map((term, i) => (i === terms.length - 1 ? `"${term}" *` : `"${term}"`)).join(' AND ');
}

/** The length of a snippet, and how much of it precedes the first match. */
const SNIPPET = 160;
const LEAD = 40;

/** Returns the part of a text around the first match, on one line. */
export function snippet(text: string, terms: readonly string[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= SNIPPET) return line;
  const words = line.split(' ');
  let at = 0;
  for (const word of words) {
    const folded = foldWords(word);
    if (terms.some((term) => folded.split(' ').some((part) => part.startsWith(term)))) break;
    at += word.length + 1;
  }
  const from = at >= line.length ? 0 : Math.max(0, at - LEAD);
  const cut = line.slice(from, from + SNIPPET).toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < line.length ? '…' : ''}`;
}

/**
 * Returns SQL that selects the newest matches by row id. The limit is inside, so that common words cost no more than
 * rare ones.
 */
export function matches(index: string): string {
  return `(SELECT rowid FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT ?) f`;
}
