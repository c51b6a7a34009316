import { FEATURES } from '../features/index.ts';
import type { Language } from '../i18n/index.ts';
import { shell as shellDe } from '../locales/de/shell.ts';
import { shell as shellEn } from '../locales/en/shell.ts';
import type { WordTree } from '../locales/words.ts';

type Intersection<U> = (U extends unknown ? (member: U) => void : never) extends (member: infer I) => void
  ? I
  : never;
/** The English words of the shell and of every feature; keys are typed by it. */
type English = typeof shellEn & Intersection<(typeof FEATURES)[number]['words']['en']>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: English };
  }
}

/** Merges trees of words. A key may stand in several trees as long as it holds a tree in each. */
export function mergeWords(trees: readonly WordTree[]): WordTree {
  const merged: Record<string, string | WordTree> = {};
  for (const tree of trees) {
    for (const [key, value] of Object.entries(tree)) {
      const known = merged[key];
      if (known === undefined) merged[key] = value;
      else if (typeof known === 'string' || typeof value === 'string')
        throw new Error(`Two texts for "${key}"`);
      else merged[key] = mergeWords([known, value]);
    }
  }
  return merged;
}

/** Every word of the window, by language. */
export const WORDS: Readonly<Record<Language, WordTree>> = {
  en: mergeWords([shellEn, ...FEATURES.map(({ words }) => words.en)]),
  de: mergeWords([shellDe, ...FEATURES.map(({ words }) => words.de)]),
};
