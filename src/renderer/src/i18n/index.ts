import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '#shared/bridge/settings.ts';
import type { WordTree } from '../locales/words.ts';

/** The languages of the interface. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Returns the language to show: the user's choice, else the first system language that is available, else English. */
export function resolveLanguage(
  choice: Settings['language'] | undefined,
  preferred: readonly string[],
): Language {
  if (choice !== undefined && choice !== 'system') return choice;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    const known = LANGUAGES.find((language) => language === base);
    if (known) return known;
  }
  return 'en';
}

/** Creates the translations. They are ready at once: all words are in the bundle. */
export function createI18n(language: Language, words: Readonly<Record<Language, WordTree>>): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: words.en }, de: { translation: words.de } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return instance;
}

/**
 * Translates a key that is only known at run time (an event type, a command). Returns `fallback` if it does not exist.
 */
export function translateDynamic(
  i18n: i18n,
  key: string,
  values: Readonly<Record<string, unknown>>,
  fallback: string,
): string {
  if (!i18n.exists(key)) return fallback;
  // The key exists, but the typed function cannot know that.
  const translate = i18n.t as unknown as (key: string, values: Readonly<Record<string, unknown>>) => unknown;
  const text = translate(key, values);
  return typeof text === 'string' ? text : fallback;
}
