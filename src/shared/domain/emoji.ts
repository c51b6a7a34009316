import { z } from 'zod';
import { Id } from './ids.ts';

/** The skin tones, as Unicode orders them; 0 is without. */
export const SKIN_TONES = [0, 1, 2, 3, 4, 5] as const;
export type SkinTone = (typeof SKIN_TONES)[number];
/** The emoji that a picker offers first. */
export const MAX_RECENT = 24;
/** How many users' choices a console keeps. */
const MAX_USERS = 100;
/** Beyond this many, emoji in a message are text like any other. */
const MAX_LARGE = 3;
/** A message of three emoji is not longer: each has at most ten code points, flags and families included. */
const MAX_LARGE_LENGTH = 80;

/** What a user has chosen: the skin tone, and the emoji used last, newest first. */
export const EmojiChoice = z.object({
  tone: z.union(SKIN_TONES.map((tone) => z.literal(tone))),
  recent: z.array(z.string().min(1).max(40)).max(MAX_RECENT),
});
export type EmojiChoice = z.infer<typeof EmojiChoice>;
/** The choices of the users of a console. */
export const EmojiChoices = z.array(z.object({ userId: Id, choice: EmojiChoice })).max(MAX_USERS);
export type EmojiChoices = z.infer<typeof EmojiChoices>;

/** The choice of a user who has made none. */
export const NO_EMOJI_CHOICE: EmojiChoice = { tone: 0, recent: [] };

/** Returns what a user has chosen. */
export function emojiChoiceOf(all: EmojiChoices | undefined, userId: string | null): EmojiChoice {
  return all?.find((one) => one.userId === userId)?.choice ?? NO_EMOJI_CHOICE;
}

/** Returns the choices of all after one user's has changed. */
export function withEmojiChoice(all: EmojiChoices, userId: string, choice: EmojiChoice): EmojiChoices {
  return [...all.filter((one) => one.userId !== userId).slice(-(MAX_USERS - 1)), { userId, choice }];
}

/** Returns the emoji used last after one more was used. */
export function withRecent(recent: readonly string[], emoji: string): string[] {
  return [emoji, ...recent.filter((one) => one !== emoji)].slice(0, MAX_RECENT);
}

// Emoji sequences of Unicode, which only the newer kind of expression knows.
const EMOJI = /^\p{RGI_Emoji}$/v;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns an emoji without a selector that it does not need, as keyboards write it. */
export function shortEmoji(emoji: string): string {
  const short = emoji.replaceAll('\uFE0F', '');
  return EMOJI.test(short) ? short : emoji;
}

/** Whether a text is nothing but one to three emoji, which are then shown larger. */
export function isLargeEmoji(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_LARGE_LENGTH) return false;
  const signs = [...GRAPHEMES.segment(trimmed)]
    .map(({ segment }) => segment)
    .filter((one) => one.trim() !== '');
  return signs.length <= MAX_LARGE && signs.every((one) => EMOJI.test(shortEmoji(one)));
}

/** Where the name of an emoji that is being typed stands: from the colon to the caret. */
export interface EmojiQuery {
  readonly start: number;
  readonly end: number;
  readonly query: string;
}

/** The longest name that is looked for. */
const MAX_QUERY = 30;

/** Returns the colon at the start of the word before the caret, and the name after it, of two letters at least; null if there is none. */
export function emojiBefore(text: string, caret: number): EmojiQuery | null {
  const word = /(?:^|\s):([\p{L}+-][\p{L}\p{M}\p{N}_+-]+)$/u.exec(
    text.slice(Math.max(0, caret - MAX_QUERY - 2), caret),
  );
  const query = word?.[1];
  if (query === undefined || query.length > MAX_QUERY) return null;
  const start = caret - query.length - 1;
  // The part of the text that was looked at may begin inside a word.
  if (start > 0 && !/\s/.test(text[start - 1] ?? '')) return null;
  return { start, end: caret, query };
}

/** An emoji as a picker knows it. `names` are its short names, its label and its keywords, in small letters. */
export interface KnownEmoji {
  readonly emoji: string;
  readonly label: string;
  readonly group: number;
  readonly names: readonly string[];
  /** The same in the five skin tones; empty for most. */
  readonly skins: readonly string[];
}

/** Returns an emoji in a skin tone, where it has some. */
export function inTone({ emoji, skins }: Pick<KnownEmoji, 'emoji' | 'skins'>, tone: SkinTone): string {
  return tone === 0 ? emoji : (skins[tone - 1] ?? emoji);
}

/** Returns the emoji that a text finds, best first: by a whole name, by the beginning of one, by a part of one. */
export function findEmoji(all: readonly KnownEmoji[], text: string, limit: number): KnownEmoji[] {
  const words = text
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  if (words.length === 0) return [];
  const ranked = all.flatMap((one) => {
    let worst = 0;
    for (const word of words) {
      const rank = rankOf(one.names, word);
      if (rank === null) return [];
      worst = Math.max(worst, rank);
    }
    return [{ one, rank: worst }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ one }) => one);
}

/** The smaller, the better: by how much of a name matches, and then whether it is the first name or another. */
function rankOf(names: readonly string[], word: string): number | null {
  let best: number | null = null;
  for (const [index, name] of names.entries()) {
    const part = name === word ? 0 : name.startsWith(word) ? 1 : name.includes(word) ? 2 : null;
    if (part === null) continue;
    const rank = part + (index === 0 ? 0 : 0.5);
    if (best === null || rank < best) best = rank;
  }
  return best;
}
