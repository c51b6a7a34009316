import type { CompactEmoji } from 'emojibase';
import { type KnownEmoji, shortEmoji } from '#shared/domain/emoji.ts';

/** The groups in the order of the picker. Components, such as skin tones, are not offered by themselves. */
export const EMOJI_GROUPS = [
  { name: 'smileys', group: 0, sign: '😀' },
  { name: 'people', group: 1, sign: '👋' },
  { name: 'animals', group: 3, sign: '🐻' },
  { name: 'food', group: 4, sign: '🍎' },
  { name: 'travel', group: 5, sign: '🚗' },
  { name: 'activities', group: 6, sign: '⚽' },
  { name: 'objects', group: 7, sign: '💡' },
  { name: 'symbols', group: 8, sign: '❤️' },
  { name: 'flags', group: 9, sign: '🏁' },
] as const;
export type EmojiGroup = (typeof EMOJI_GROUPS)[number]['name'];

let loading: Promise<readonly KnownEmoji[]> | null = null;
let loadedFor = '';

/** Loads the emoji with their names in both languages, labelled in one. They are a chunk of their own, loaded when first asked for. */
export function loadEmoji(language: 'en' | 'de'): Promise<readonly KnownEmoji[]> {
  if (loading === null || loadedFor !== language) {
    loadedFor = language;
    const begun = read(language);
    loading = begun;
    begun.catch(() => {
      if (loading === begun) loading = null;
    });
  }
  return loading;
}

async function read(language: 'en' | 'de'): Promise<readonly KnownEmoji[]> {
  const [english, german, shortcodes] = await Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/de/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
  ]);
  const shorts: Readonly<Record<string, string | string[]>> = shortcodes.default;
  const inGerman = new Map(german.default.map((one) => [one.hexcode, one]));
  return english.default
    .filter(({ group }) => group !== undefined && group !== COMPONENTS)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map((one) => known(one, inGerman.get(one.hexcode), shorts[one.hexcode] ?? [], language));
}

const COMPONENTS = 2;

function known(
  english: CompactEmoji,
  german: CompactEmoji | undefined,
  short: string | string[],
  language: 'en' | 'de',
): KnownEmoji {
  const names = [short, english.label, german?.label ?? [], english.tags ?? [], german?.tags ?? []];
  return {
    emoji: shortEmoji(english.unicode),
    label: (language === 'de' ? german?.label : undefined) ?? english.label,
    group: english.group ?? 0,
    names: [...new Set(names.flat().map((name) => name.toLowerCase()))],
    skins: (english.skins ?? []).slice(0, SKINS).map(({ unicode }) => unicode),
  };
}

const SKINS = 5;
