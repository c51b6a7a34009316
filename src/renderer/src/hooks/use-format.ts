import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from '../format/format.ts';

export type { Format } from '../format/format.ts';

const formats = new Map<string, Format>();

/** Returns the Intl locale for a language: the user's own variant of it if there is one (en-GB for en). */
export function localeFor(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((tag) => tag.split('-')[0] === language) ?? (language === 'de' ? 'de-DE' : 'en-GB');
}

/** Returns formatters for the current language and the machine's time zone. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const locale = localeFor(i18n.language);
  let format = formats.get(locale);
  if (!format) {
    format = createFormat(locale);
    formats.set(locale, format);
  }
  return format;
}
