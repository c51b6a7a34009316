/**
 * The one home of how characters are folded: without case, accents and compatibility forms, in every script. Search and the message
 * filter both build on it.
 */

/** Scripts that put no spaces between words, and emoji. A run of them is searched for by any part of it. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Bopomofo}\\p{scx=Yi}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}\\p{scx=Tibetan}\\p{scx=Tai_Le}\\p{scx=New_Tai_Lue}\\p{scx=Tai_Tham}\\p{scx=Tai_Viet}\\p{scx=Javanese}\\p{scx=Balinese}';
const EMOJI = '\\p{Extended_Pictographic}\\p{Regional_Indicator}';
/** Letters, digits and the marks left after folding, which are vowels of their scripts. */
const LETTER = '\\p{L}\\p{N}\\p{M}';

/** Marks that people leave out when they type: accents, and the vowel points of Hebrew and Arabic. */
const OPTIONAL_MARK =
  /(?=\p{M})[\p{sc=Inherited}\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{scx=Hebrew}\p{scx=Arabic}]/gu;
const KANA = /[\u3041-\u3096\u309d-\u30ff]/;
/** Characters inside words that are not seen, such as joiners and soft hyphens. A zero-width space separates words. */
const INVISIBLE = /^(?!\u200b)\p{Cf}$/u;
const LETTERS = new RegExp(`^[${LETTER}]`, 'u');
export const RUN = new RegExp(`^(?:(?=[${LETTER}])[${UNSPACED}]|[${EMOJI}])`, 'u');

/** What a character is to a word: between words, nothing, part of a word, part of a run without spaces. */
export type Kind = 'between' | 'nothing' | 'letter' | 'run';

/** A folded character, and what it is to a word. */
export interface Folded {
  readonly text: string;
  readonly kind: Kind;
}

/** The maximum number of folded characters kept. A language uses a few hundred to a few thousand. */
const MAX_KEPT = 20_000;
const kept = new Map<string, Folded>();

/** Folds one character of composed text. Looking them up is ten times faster than folding the text as a whole. */
export function foldCharacter(character: string): Folded {
  let folded = kept.get(character);
  if (!folded) {
    const text = foldText(character);
    folded = { text, kind: kindOf(character, text) };
    if (kept.size < MAX_KEPT) kept.set(character, folded);
  }
  return folded;
}

function foldText(character: string): string {
  // The mark in ガ makes another letter, not an accent. Hangul stays decomposed, so that half a syllable finds the whole.
  if (KANA.test(character)) return character;
  const base = character.normalize('NFKD').replace(OPTIONAL_MARK, '');
  // Upper case joins the letters that share one, such as ß and ss or ı and i.
  return base.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKD');
}

function kindOf(character: string, folded: string): Kind {
  if (folded === '' || INVISIBLE.test(character)) return 'nothing';
  if (RUN.test(folded)) return 'run';
  return LETTERS.test(folded) ? 'letter' : 'between';
}
