/** How a text matches an entry: by whole words, by parts of words, or not at all. */
export type Match = 'word' | 'part' | null;

const NOT_WORD = /[^\p{L}\p{N}]+/u;

/**
 * Matches what the user typed against the names of a page or an action. Each typed word must be in one of the names; it is a
 * `word` match if all of them are whole words there. An empty text matches everything in part.
 */
export function matchNames(text: string, names: readonly string[]): Match {
  const typed = wordsOf(text);
  const folded = names.map((name) => name.toLocaleLowerCase());
  if (!typed.every((word) => folded.some((name) => name.includes(word)))) return null;
  const words = new Set(folded.flatMap(wordsOf));
  return typed.length > 0 && typed.every((word) => words.has(word)) ? 'word' : 'part';
}

function wordsOf(text: string): string[] {
  return text
    .toLocaleLowerCase()
    .split(NOT_WORD)
    .filter((word) => word !== '');
}

/** Entries of one group of the palette that match a text. */
export interface Matches<T> {
  /** Those that match by whole words first, otherwise in their own order. */
  readonly entries: readonly T[];
  /** Whether one of them matches by whole words. Such a group is above the records. */
  readonly byWord: boolean;
}

/** Returns the entries that match a text. */
export function matchEntries<T>(
  text: string,
  entries: readonly T[],
  namesOf: (entry: T) => readonly string[],
): Matches<T> {
  const found = entries.map((entry) => ({ entry, match: matchNames(text, namesOf(entry)) }));
  const of = (wanted: Match): T[] => found.filter(({ match }) => match === wanted).map(({ entry }) => entry);
  const whole = of('word');
  return { entries: [...whole, ...of('part')], byWord: whole.length > 0 };
}

/**
 * Returns the entry to select: the selected one as long as it can be opened, otherwise the first. What the user is about to
 * open with Enter does not change because results arrive.
 */
export function keepSelected(selected: string, openable: readonly string[]): string {
  return openable.includes(selected) ? selected : (openable[0] ?? '');
}
