import { foldCharacter, type Kind } from '#shared/domain/folding.ts';
import type { Term } from './text.ts';

/** A part of a text: from, to, in UTF-16 units. */
export type Mark = [from: number, to: number];

/** The maximum number of marks of a text. */
const MAX_MARKS = 200;
/** A character with the marks that follow it, those of half-width kana included: they are composed before they are folded. */
const CLUSTER = /\P{M}[\p{M}\uff9e\uff9f]*|\p{M}+/gsu;

/** A folded word, and where each of its characters comes from. */
interface Word {
  text: string;
  readonly kind: Kind;
  /** For each UTF-16 unit of `text`, the part of the original that it was folded from. */
  readonly from: Mark[];
}

/**
 * Returns the parts of a text that terms match, from left to right, merged where they overlap. A text has marks exactly if one
 * of its words matches a term (`matchesTerms`).
 */
export function marksOf(text: string, terms: readonly Term[]): Mark[] {
  const marks: Mark[] = [];
  for (const word of wordsOf(text)) for (const term of terms) marks.push(...marksIn(word, term));
  return merged(marks.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])).slice(0, MAX_MARKS);
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let last: Kind = 'between';
  let open: Word | null = null;
  for (const match of text.matchAll(CLUSTER)) {
    const origin: Mark = [match.index, match.index + match[0].length];
    for (const character of match[0].normalize('NFKC')) {
      const folded = foldCharacter(character);
      if (folded.kind === 'nothing') continue;
      if (folded.kind === 'between' || folded.kind !== last) open = null;
      last = folded.kind;
      if (folded.kind === 'between') continue;
      for (const unit of folded.text.split('')) {
        // A single character may fold to several words.
        if (unit === ' ') {
          open = null;
          continue;
        }
        if (open === null) {
          open = { text: '', kind: folded.kind, from: [] };
          words.push(open);
        }
        open.text += unit;
        open.from.push(origin);
      }
    }
  }
  return words;
}

function marksIn(word: Word, { text, run, prefix }: Term): Mark[] {
  const at = (index: number): Mark[] => {
    const [begin, end] = [word.from[index], word.from[index + text.length - 1]];
    return begin === undefined || end === undefined ? [] : [[begin[0], end[1]]];
  };
  if (run) {
    const found: Mark[] = [];
    for (let index = word.text.indexOf(text); index >= 0; index = word.text.indexOf(text, index + 1))
      found.push(...at(index));
    return found;
  }
  return word.text === text || (prefix && word.text.startsWith(text)) ? at(0) : [];
}

function merged(marks: readonly Mark[]): Mark[] {
  const result: Mark[] = [];
  for (const [from, to] of marks) {
    const before = result.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else result.push([from, to]);
  }
  return result;
}
