import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '#shared/text/language.ts';
import { de } from '../locales/de/index.ts';
import { en } from '../locales/en/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export { resolveLanguage } from '#shared/text/language.ts';

/** Makes the translations, ready at once: all words are in the bundle. */
export function createI18n(language: Language): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, de: { translation: de } },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return instance;
}

/** Words for a key that is only known when it runs (an event type, a command); `fallback` where there are none. */
export function translateDynamic(
  i18n: i18n,
  key: string,
  values: Readonly<Record<string, unknown>>,
  fallback: string,
): string {
  if (!i18n.exists(key)) return fallback;
  // The key was just found to exist; the typed function cannot know it.
  const translate = i18n.t as unknown as (key: string, values: Readonly<Record<string, unknown>>) => unknown;
  const text = translate(key, values);
  return typeof text === 'string' ? text : fallback;
}
