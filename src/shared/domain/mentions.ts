/** Somebody who can be mentioned. Usernames are unique, whatever their case. */
export interface Mentionable {
  readonly id: string;
  readonly username: string;
}

/** A mention in a text: `@username`, from its `@` (UTF-16 units) to the unit behind it. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly id: string;
}

/** The most people whom one text mentions. Further ones are text. */
export const MAX_MENTIONS = 20;

const WORD = /[\p{L}\p{N}_]/u;
/** What joins words in addresses and names, so that `me@ann.example` and `@ann.lee` do not mention `ann`. */
const JOINT = /[.@+-]/;

function isWord(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  return code !== undefined && WORD.test(String.fromCodePoint(code));
}

/** Whether a mention can begin at an `@`: not within a word or an address. */
function begins(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1] ?? '';
  // The second half of a pair belongs to a letter outside the BMP, or to a symbol; both are looked up as a whole.
  const from = /[\uDC00-\uDFFF]/.test(before) ? at - 2 : at - 1;
  return !isWord(text, from) && before !== '@' && before !== '.';
}

/** Whether a mention can end before `at`: no word and no address goes on there. */
function ends(text: string, at: number): boolean {
  if (at >= text.length) return true;
  if (isWord(text, at)) return false;
  return !(JOINT.test(text[at] ?? '') && isWord(text, at + 1));
}

/**
 * Returns the mentions in a text, in order. A mention is `@` and a username, in any case, that no word goes on behind. Where
 * several usernames fit, the longest counts.
 */
export function mentionsIn(text: string, people: readonly Mentionable[]): Mention[] {
  if (!text.includes('@')) return [];
  const longestFirst = people
    .map(({ id, username }) => ({ id, name: username.toLowerCase() }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => b.name.length - a.name.length);
  const mentions: Mention[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (!begins(text, at)) continue;
    const found = longestFirst.find(({ name }) => {
      const end = at + 1 + name.length;
      return text.slice(at + 1, end).toLowerCase() === name && ends(text, end);
    });
    if (found === undefined) continue;
    const end = at + 1 + found.name.length;
    mentions.push({ start: at, end, id: found.id });
    at = end - 1;
  }
  return mentions;
}

/** Returns who is mentioned in a text, each once, in order, at most MAX_MENTIONS. */
export function mentionedIds(text: string, people: readonly Mentionable[]): string[] {
  return [...new Set(mentionsIn(text, people).map(({ id }) => id))].slice(0, MAX_MENTIONS);
}

/** Returns the mention that is being typed before the caret: the place of its `@` and what follows; null if there is none. */
export function mentionBeingTyped(
  text: string,
  caret: number,
): { readonly start: number; readonly query: string } | null {
  const start = text.lastIndexOf('@', caret - 1);
  if (start === -1 || !begins(text, start)) return null;
  const query = text.slice(start + 1, caret);
  return /^[\p{L}\p{N}_.+-]{0,40}$/u.test(query) ? { start, query } : null;
}

/** Returns a text with the mention that is being typed completed, and the caret behind it. */
export function completeMention(
  text: string,
  typed: { readonly start: number; readonly query: string },
  username: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(typed.start + 1 + typed.query.length);
  const inserted = `@${username}${rest.startsWith(' ') ? '' : ' '}`;
  const caret = typed.start + inserted.length + (rest.startsWith(' ') ? 1 : 0);
  return { text: text.slice(0, typed.start) + inserted + rest, caret };
}
