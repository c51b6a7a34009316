const PLAIN = /^[\x20-\x7e]*$/;

/** Folds text to what the text index makes of it: lower case, no diacritics, words of letters and digits. */
export function foldWords(text: string): string {
  // Most texts are plain; for them this is the same, at a tenth of the cost.
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

/** Most words of a query that are looked for. */
const MAX_TERMS = 8;

/** The words a person looks for, folded; empty where there are none. */
export function searchTerms(query: string): string[] {
  const folded = foldWords(query.slice(0, 400));
  return folded === '' ? [] : folded.split(' ').slice(0, MAX_TERMS);
}

/**
 * An FTS5 query for documents with all these words, the last one as a prefix. Each word is quoted, so that nothing a
 * person types is taken for syntax; words hold letters and digits only, so there is no quote to double.
 */
export function ftsQuery(terms: readonly string[]): string {
  return terms.map((term, i) => (i === terms.length - 1 ? `"${term}" *` : `"${term}"`)).join(' AND ');
}

/** Length of a snippet and how much of it stands before the first match. */
const SNIPPET = 160;
const LEAD = 40;

/** The part of a text around the first word looked for, on one line. */
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

/** The newest documents that match, by the row id: the limit is inside, so that a common word costs no more than a rare one. */
export function matches(index: string): string {
  return `(SELECT rowid FROM ${index} WHERE ${index} MATCH ? ORDER BY rowid DESC LIMIT ?) f`;
}
