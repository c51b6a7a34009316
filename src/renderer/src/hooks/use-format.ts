import { useTranslation } from 'react-i18next';
import { createFormat, type Format } from '../format/format.ts';
import { useTimeZone } from '../stores/session.ts';

export type { Format } from '../format/format.ts';

/** More than these are used only by trying out time zones. */
const MAX_FORMATS = 8;
const formats = new Map<string, Format>();

/** Returns the Intl locale for a language: the user's own variant of it if there is one (en-GB for en). */
export function localeFor(language: string, preferred: readonly string[] = navigator.languages): string {
  return preferred.find((tag) => tag.split('-')[0] === language) ?? (language === 'de' ? 'de-DE' : 'en-GB');
}

/** Returns formatters for the current language and the workspace's time zone, whatever the machine's is. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const locale = localeFor(i18n.language);
  const timeZone = useTimeZone();
  const key = `${locale} ${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    format = createFormat(locale, timeZone);
    if (formats.size >= MAX_FORMATS) formats.clear();
    formats.set(key, format);
  }
  return format;
}
