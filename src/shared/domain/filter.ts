import { z } from 'zod';
import { maskedCards } from './card-numbers.ts';
import { foldCharacter } from './folding.ts';
import { Timestamp } from './ids.ts';
import { CalendarDay, DAY_MS } from './time.ts';

/*
 * What messages pass before they are stored. Card numbers and the words of a list are masked, whoever wrote them; what visitors of the
 * chat page send too fast or again is slowed down. Texts keep their length, and what is masked cannot be restored.
 */

/** The most words of the list, and the longest of them, UTF-16 units. */
export const MAX_FILTER_WORDS = 500;
export const MAX_FILTER_WORD = 60;
/** The limits of the rules for visitors. */
export const FLOOD_MESSAGES = { min: 2, max: 100 } as const;
export const FLOOD_SECONDS = { min: 5, max: 600 } as const;
export const REPEAT_SECONDS = { min: 5, max: 600 } as const;

const MASK = '•';
/** What may stand between two words of a phrase, UTF-16 units. */
const MAX_GAP = 8;

/** A word of a text: folded, with the place where it stands. Characters of scripts without spaces are words of their own. */
interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** A word with what follows in it. */
function extended(word: Word | undefined, text: string, from: number, to: number): Word {
  return { text: (word?.text ?? '') + text, from: word?.from ?? from, to };
}

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu;

/** Cuts a text into folded words, without case and accents. Invisible characters inside words count for nothing. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let open: Word | undefined;
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const to = index + cluster.length;
    for (const character of cluster.normalize('NFKC')) {
      const { text: folded, kind } = foldCharacter(character);
      if (kind === 'nothing') continue;
      if (kind === 'letter') {
        open = extended(open, folded, index, to);
        continue;
      }
      if (open) words.push(open);
      open = undefined;
      if (kind === 'run') words.push({ text: folded, from: index, to });
    }
  }
  if (open) words.push(open);
  return words;
}

/** Returns what two entries of the list must not share: an entry without case, accents and punctuation. Empty where it has no word. */
export function filterKey(entry: string): string {
  return wordsOf(entry)
    .map(({ text }) => text)
    .join(' ');
}

/** A word or phrase of the list. */
export const FilterWord = z
  .string()
  .trim()
  .min(1)
  .max(MAX_FILTER_WORD)
  .refine((entry) => filterKey(entry) !== '', 'Enter letters or digits.');

/** What visitors may send at most: so many messages within so many seconds. */
export const FloodRule = z.strictObject({
  messages: z.int().min(FLOOD_MESSAGES.min).max(FLOOD_MESSAGES.max),
  seconds: z.int().min(FLOOD_SECONDS.min).max(FLOOD_SECONDS.max),
});
export type FloodRule = z.infer<typeof FloodRule>;

/** The part of the rules that people set. Card numbers are always masked. */
export const FilterContent = z.strictObject({
  words: z.array(FilterWord).max(MAX_FILTER_WORDS),
  /** null: visitors may write as fast as they like. */
  flood: FloodRule.nullable(),
  /** For how long a visitor's text is not taken again, s; null: it always is. */
  repeatSeconds: z.int().min(REPEAT_SECONDS.min).max(REPEAT_SECONDS.max).nullable(),
});
export type FilterContent = z.infer<typeof FilterContent>;

/** The rules of the filter: one row. */
export const FilterRules = z.object({
  id: z.literal('filter'),
  ...FilterContent.shape,
  flood: z.object(FloodRule.shape).nullable(),
  /** Raised with each change; 0 where none was made. */
  version: z.int().min(0),
  changedBy: z.string().max(200),
  changedAt: Timestamp,
});
export type FilterRules = z.infer<typeof FilterRules>;

/** The rules where nobody has set any: nobody writes fifteen messages a minute, or the same one twice in a quarter of one. */
export const DEFAULT_FILTER: FilterRules = {
  id: 'filter',
  words: [],
  flood: { messages: 15, seconds: 60 },
  repeatSeconds: 15,
  version: 0,
  changedBy: '',
  changedAt: 0,
};

/** Returns rules without entries that mean the same, in the order of the alphabet. */
export function tidyFilter(content: FilterContent): FilterContent {
  const byKey = new Map(content.words.map((entry) => [filterKey(entry), entry.trim()]));
  const words = [...byKey].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, entry]) => entry);
  return { words, flood: content.flood, repeatSeconds: content.repeatSeconds };
}

/** How much of a message was masked. */
export const Masked = z.object({ cards: z.int().min(0), words: z.int().min(0) });
export type Masked = z.infer<typeof Masked>;

/** A text as it is stored, and how much of it is masked; null for nothing. */
export interface FilteredText {
  readonly text: string;
  readonly masked: Masked | null;
}

interface ListNode {
  readonly next: Map<string, ListNode>;
  ends: boolean;
}

const newNode = (): ListNode => ({ next: new Map(), ends: false });
const trees = new WeakMap<readonly string[], ListNode>();

/** The list as a tree of words. It is made once for each list. */
function treeOf(list: readonly string[]): ListNode {
  let tree = trees.get(list);
  if (!tree) {
    tree = newNode();
    for (const entry of list) {
      let node: ListNode = tree;
      for (const { text } of wordsOf(entry)) {
        const next = node.next.get(text) ?? newNode();
        node.next.set(text, next);
        node = next;
      }
      if (node !== tree) node.ends = true;
    }
    trees.set(list, tree);
  }
  return tree;
}

/** Whether two words that follow each other may belong to one phrase. What is masked already never joins its neighbours. */
function adjoin(text: string, before: Word, after: Word): boolean {
  const gap = text.slice(before.to, after.from);
  return gap.length <= MAX_GAP && !gap.includes(MASK);
}

/** Returns how many of the words from one on are the longest entry of the list that begins there; 0 for none. */
function matchAt(text: string, words: readonly Word[], at: number, tree: ListNode): number {
  let node: ListNode = tree;
  let longest = 0;
  for (let n = at; ; n += 1) {
    const word = words[n];
    const before = n > at ? words[n - 1] : undefined;
    if (!word || (before && !adjoin(text, before, word))) return longest;
    const next: ListNode | undefined = node.next.get(word.text);
    if (!next) return longest;
    node = next;
    if (node.ends) longest = n - at + 1;
  }
}

/** Masks the entries of a list. Each place is tried against one way through the tree, of at most 60 words: the time is linear. */
function maskWords(text: string, list: readonly string[]): { readonly text: string; readonly count: number } {
  const tree = treeOf(list);
  if (tree.next.size === 0) return { text, count: 0 };
  const words = wordsOf(text);
  let [masked, done, count] = ['', 0, 0];
  for (let at = 0; at < words.length; ) {
    const length = matchAt(text, words, at, tree);
    for (const { from, to } of words.slice(at, at + length)) {
      if (from < done) continue;
      masked += text.slice(done, from) + MASK.repeat(to - from);
      done = to;
    }
    count += length > 0 ? 1 : 0;
    at += Math.max(1, length);
  }
  return { text: masked + text.slice(done), count };
}

/** Returns a text as it may be stored. The one rule for messages, notes, rooms and ratings, and for the preview of the rules. */
export function filterText(text: string, list: readonly string[]): FilteredText {
  const cards = maskedCards(text);
  const words = maskWords(cards.text, list);
  const masked = cards.count + words.count > 0 ? { cards: cards.count, words: words.count } : null;
  return { text: words.text, masked };
}

/** Whether a stored text may be what became of a text, also if the list has changed since. */
export function isMaskedFrom(stored: string, text: string): boolean {
  if (stored.length !== text.length) return false;
  for (let n = 0; n < text.length; n += 1) if (stored[n] !== text[n] && stored[n] !== MASK) return false;
  return true;
}

/** Something that a visitor sent: its text as it is stored, and when, ms. */
export interface SentText {
  readonly body: string;
  readonly at: number;
}

/** The rules for visitors that a message can break. */
export const SLOW_RULES = ['flood', 'repeat'] as const;
export type SlowRule = (typeof SLOW_RULES)[number];

/** A message that has to wait: for which rule, and how long, ms. */
export interface Slowed {
  readonly rule: SlowRule;
  readonly waitMs: number;
}

/** What two texts share that count as the same. */
function sameness(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * Returns whether a visitor's message has to wait, by what they sent before, newest first; null if it need not. What lies after `now`,
 * because the clock was set back, holds nobody up.
 */
export function slowedBy(
  { flood, repeatSeconds }: Pick<FilterContent, 'flood' | 'repeatSeconds'>,
  before: readonly SentText[],
  body: string,
  now: number,
): Slowed | null {
  const within = (seconds: number): SentText[] =>
    before.filter(({ at }) => at <= now && at > now - seconds * 1000);
  const oldest = flood && within(flood.seconds)[flood.messages - 1];
  if (flood && oldest) return { rule: 'flood', waitMs: oldest.at + flood.seconds * 1000 - now };
  if (repeatSeconds === null || body.trim() === '') return null;
  const key = sameness(body);
  const same = within(repeatSeconds).find((sent) => sameness(sent.body) === key);
  return same ? { rule: 'repeat', waitMs: same.at + repeatSeconds * 1000 - now } : null;
}

/** What is counted: messages with masked card numbers or words, and messages that had to wait. */
export const FILTER_COUNTS = ['cards', 'words', ...SLOW_RULES] as const;
export type FilterCount = (typeof FILTER_COUNTS)[number];

/** The key of the counts since counting began, beside those of days. It is sorted after all days. */
export const ALL_DAYS = 'total';
/** For how many days the counts of a day are kept. */
export const TALLY_DAYS = 400;

/** The counts of one rule on one day of the workspace, or of all days. */
export const FilterTally = z.object({
  day: z.union([CalendarDay, z.literal(ALL_DAYS)]),
  rule: z.enum(FILTER_COUNTS),
  messages: z.int().min(0),
  /** Card numbers or words; messages where nothing is masked. */
  parts: z.int().min(0),
  /** The first hit, ms. */
  since: Timestamp,
});
export type FilterTally = z.infer<typeof FilterTally>;

/** What a message adds to the counts of a rule. */
export interface FilterHit {
  readonly rule: FilterCount;
  readonly parts: number;
}

/** Returns what masking adds to the counts. */
export function hitsOf(masked: Masked | null): FilterHit[] {
  if (masked === null) return [];
  const both: FilterHit[] = [
    { rule: 'cards', parts: masked.cards },
    { rule: 'words', parts: masked.words },
  ];
  return both.filter(({ parts }) => parts > 0);
}

/** Messages and what was masked in them. */
export const FilterSum = z.object({ messages: z.int().min(0), parts: z.int().min(0) });
export type FilterSum = z.infer<typeof FilterSum>;

/** The counts of a rule: today, in 7 and in 30 days up to today, and since the first one. */
export const FilterCounter = z.object({
  rule: z.enum(FILTER_COUNTS),
  today: FilterSum,
  week: FilterSum,
  month: FilterSum,
  total: FilterSum,
  /** The first hit, ms; null for none. */
  since: Timestamp.nullable(),
});
export type FilterCounter = z.infer<typeof FilterCounter>;

/** Returns the day so many days before a day. */
export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Adds the counts up. Days are those of the workspace; `today` is one of them. */
export function countersOf(tallies: readonly FilterTally[], today: string): FilterCounter[] {
  return FILTER_COUNTS.map((rule) => {
    const own = tallies.filter((tally) => tally.rule === rule);
    const sumFrom = (from: string): FilterSum =>
      own
        .filter(({ day }) => day !== ALL_DAYS && day >= from && day <= today)
        .reduce(
          (sum, { messages, parts }) => ({ messages: sum.messages + messages, parts: sum.parts + parts }),
          {
            messages: 0,
            parts: 0,
          },
        );
    const total = own.find(({ day }) => day === ALL_DAYS);
    return {
      rule,
      today: sumFrom(today),
      week: sumFrom(dayBefore(today, 6)),
      month: sumFrom(dayBefore(today, 29)),
      total: { messages: total?.messages ?? 0, parts: total?.parts ?? 0 },
      since: total?.since ?? null,
    };
  });
}
