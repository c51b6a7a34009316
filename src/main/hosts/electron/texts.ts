import type { Language } from '#shared/text/language.ts';
import { createTexts, type NativeText } from '../../services/texts.ts';

/** Returns a native text in the user's language. */
export type Say = (key: NativeText, values?: Readonly<Record<string, string>>) => string;

/** Creates `Say`. `language` is asked each time, because the user may change it. */
export function createSay(language: () => Language): Say {
  const texts = createTexts();
  return (key, values) => texts.native(key, language(), values);
}
