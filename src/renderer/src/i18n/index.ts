import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#shared/text/language.ts';
import type { WordTree } from '../locales/words.ts';

export { type Language, resolveLanguage } from '#shared/text/language.ts';

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
