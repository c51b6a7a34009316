import { CHANNELS } from '#shared/protocol/channels.ts';
import { COMMANDS } from '#shared/protocol/commands/index.ts';
import { LANGUAGES } from '#shared/text/language.ts';
import { routeOfDeepLink } from '../../src/main/hosts/electron/address.ts';
import { WORDS } from '../../src/renderer/src/app/words.ts';
import { FEATURES } from '../../src/renderer/src/features/index.ts';
import type { FeatureDefinition } from '../../src/renderer/src/lib/feature.ts';
import type { WordTree } from '../../src/renderer/src/locales/words.ts';
import { missing } from './contract-gaps.ts';
import { EMITTED } from './process-gaps.ts';

const ALL: readonly FeatureDefinition[] = FEATURES;

/** Returns the keys of all words that are not empty. A dot in a key (a command's type) counts as a level. */
function keysOf(tree: WordTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    if (typeof value !== 'string') return keysOf(value, `${prefix}${key}.`);
    return value.trim() === '' ? [] : [prefix + key];
  });
}

/** Returns the gaps of the renderer: missing words, channels that no feature shows, pages without a deep link. */
export function rendererGaps(): string[] {
  const shown = ALL.flatMap(({ channels }) => Object.keys(channels ?? {}));
  return [
    ...LANGUAGES.flatMap(wordGaps),
    ...ALL.flatMap(translationGaps),
    ...missing(CHANNELS, shown).map(
      (channel) =>
        `No feature shows the channel ${channel}. Declare it in src/renderer/src/features/${channel}/index.ts and list the feature in src/renderer/src/features/index.ts.`,
    ),
    ...ALL.flatMap(({ routes }) => routes ?? [])
      .map(({ path }) => path.split('/')[0] ?? '')
      .filter((section) => routeOfDeepLink(`quayside://${section}`) === null)
      .map(
        (section) => `The page ${section} has no deep link. Add it to src/main/hosts/electron/address.ts.`,
      ),
  ];
}

/** Returns an error for each channel, event or command without words in a language. */
function wordGaps(language: (typeof LANGUAGES)[number]): string[] {
  const wanted = [
    ...CHANNELS.map((channel) => `channels.${channel}`),
    ...EMITTED.map((type) => `activity.${type}`),
    ...Object.keys(COMMANDS).map((type) => `commands.${type}`),
  ];
  return missing(wanted, keysOf(WORDS[language])).map(
    (key) => `There are no words for ${key}. Add them in src/renderer/src/locales/${language}.`,
  );
}

/** Returns an error for each word of a feature that is missing in one of the languages. */
function translationGaps({ name, words }: FeatureDefinition): string[] {
  return LANGUAGES.flatMap((language) =>
    LANGUAGES.flatMap((other) => missing(keysOf(words[other]), keysOf(words[language]))).map(
      (key) => `The feature ${name} has no words for ${key} in src/renderer/src/locales/${language}.`,
    ),
  );
}
