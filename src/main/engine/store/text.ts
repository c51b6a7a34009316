import { foldCharacter, type Kind, RUN } from '#shared/domain/folding.ts';

/**
 * The one home of how text is folded, cut into words, indexed and searched. An index holds the tokens of folded text, a query
 * is folded alike, and `matchesTerms` is the meaning of a match: an index must find exactly the texts that it accepts.
 */

const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

/**
 * Folds text into words separated by spaces: without case (ß as ss, final sigma as sigma, dotless i as i), compatibility forms
 * (ｆｕｌｌ, ½, ﬁ) and accents. A word is letters and digits of scripts with spaces, or a run of a script without.
 */
export function foldWords(text: string): string {
  // Most texts are ASCII. For them, this produces the same result faster.
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  let words = '';
  let last: Kind = 'between';
  for (const character of text.normalize('NFKC')) {
    const folded = foldCharacter(character);
    if (folded.kind === 'nothing') continue;
    if (folded.kind !== 'between') {
      if (folded.kind !== last && words !== '') words += ' ';
      words += folded.text;
    }
    last = folded.kind;
  }
  return words;
}

/** Returns whether a folded word is a run of a script without spaces. */
function isRun(word: string): boolean {
  return RUN.test(word);
}

/**
 * Returns what an index stores for a text: its words, and for runs each pair of adjacent characters and the last character.
 * Tokens are separated by characters that the tokenizer `ascii` takes as separators.
 */
export function indexText(text: string): string {
  // The tokenizer folds ASCII by itself.
  if (PLAIN.test(text)) return text;
  return foldWords(text)
    .split(' ')
    .flatMap((word) => (isRun(word) ? grams(word) : [word]))
    .join(' ');
}

function grams(run: string): string[] {
  const characters = [...run];
  return characters.map((character, i) => character + (characters[i + 1] ?? ''));
}

/** The maximum number of words in a query; further ones are ignored. */
const MAX_TERMS = 8;

/** A word to search for. Runs match any part of a run, other words a whole word or, with `prefix`, its beginning. */
export interface Term {
  readonly text: string;
  readonly run: boolean;
  readonly prefix: boolean;
}

/** Splits a person's query into terms. The last word may be unfinished, so it is a prefix. */
export function searchTerms(query: string): Term[] {
  const folded = foldWords(query.slice(0, 400));
  if (folded === '') return [];
  const words = folded.split(' ').slice(0, MAX_TERMS);
  return words.map((text, i) => {
    const run = isRun(text);
    return { text, run, prefix: !run && i === words.length - 1 };
  });
}

/** Returns whether a folded text has all terms. With `exact`, words must be whole. */
export function matchesTerms(folded: string, terms: readonly Term[], exact = false): boolean {
  const padded = ` ${folded} `;
  return terms.every(({ text, run, prefix }) =>
    padded.includes(run ? text : prefix && !exact ? ` ${text}` : ` ${text} `),
  );
}

/** Returns LIKE patterns for a column of folded words between spaces, one for each term: the same as `matchesTerms`. */
export function likePatterns(terms: readonly Term[]): string[] {
  return terms.map(({ text, run, prefix }) => (run ? `%${text}%` : prefix ? `% ${text}%` : `% ${text} %`));
}

/**
 * Returns whether an index finds more than what matches: texts with all pairs of a run, but not in a row. What it finds must
 * then be checked with `matchesTerms`.
 */
export function findsTooMuch(terms: readonly Term[]): boolean {
  return terms.some(({ text, run }) => run && [...text].length > 2);
}

/**
 * Returns an FTS5 query for texts with all terms. Tokens are quoted, so that input is never taken for syntax. They contain only
 * letters, digits, marks and emoji, so no quotes need escaping.
 */
export function ftsQuery(terms: readonly Term[], exact = false): string {
  return terms
    .flatMap(({ text, run, prefix }) => {
      if (!run) return [prefix && !exact ? `"${text}" *` : `"${text}"`];
      const pairs = grams(text);
      // The last character is a token only at the end of a run; alone, it is the beginning of any of its pairs.
      return pairs.length === 1 ? [`"${text}" *`] : pairs.slice(0, -1).map((pair) => `"${pair}"`);
    })
    .join(' AND ');
}

/**
 * Returns an FTS5 query for texts in which the last word is only a beginning; null if it cannot be. `wider` are terms that
 * match more, from which the same texts are left out.
 */
export function prefixOnlyQuery(terms: readonly Term[], wider: readonly Term[] = terms): string | null {
  return terms.some(({ prefix }) => prefix) ? `(${ftsQuery(wider)}) NOT (${ftsQuery(terms, true)})` : null;
}

/** The index can list words with a beginning of this length in order; for longer ones, it gathers all rows first. */
const LISTED_PREFIX = 3;

/** Returns terms that match more, with a shorter beginning of the last word; null if it is short enough. */
export function shortenPrefix(terms: readonly Term[]): Term[] | null {
  const last = terms.at(-1);
  if (!last?.prefix) return null;
  const characters = [...last.text];
  if (characters.length <= LISTED_PREFIX) return null;
  return [...terms.slice(0, -1), { ...last, text: characters.slice(0, LISTED_PREFIX).join('') }];
}

/** The length of a snippet, and how much of it precedes the first match. */
const SNIPPET = 160;
const LEAD = 40;

/** Returns the part of a text around the first match, on one line. */
export function snippet(text: string, terms: readonly Term[]): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= SNIPPET) return line;
  const at = firstMatch(line, terms);
  const from = Math.max(0, at - LEAD);
  const cut = line.slice(from, from + SNIPPET).toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < line.length ? '…' : ''}`;
}

/** Returns where about the first word is that one of the terms matches; 0 if none does. */
function firstMatch(line: string, terms: readonly Term[]): number {
  let at = 0;
  for (const word of line.split(' ')) {
    // A script without spaces makes long words. They are looked at in overlapping parts.
    for (let part = 0; part < word.length; part += LEAD) {
      const folded = foldWords(word.slice(part, part + 2 * LEAD));
      if (terms.some((term) => matchesTerms(folded, [term]))) return at + part;
    }
    at += word.length + 1;
  }
  return 0;
}
