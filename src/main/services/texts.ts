import { createInstance } from 'i18next';
import type { Toast } from '#shared/bridge/notifications.ts';
import { de } from '#shared/text/de.ts';
import { en } from '#shared/text/en.ts';
import type { Language } from '#shared/text/language.ts';
import { sayRefusal } from '#shared/text/say.ts';
import type { SummaryWords } from './summaries/pdf.ts';

/** The words of a native notification. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Renders the texts that main itself shows. */
export interface Texts {
  /** Renders a toast as a native notification: its category as the title, its message as the body. */
  toast(toast: Toast, language: Language): NotificationText;
  /** Renders a text of menus, dialogs and pages that main shows. */
  native(key: NativeText, language: Language, values?: Readonly<Record<string, string>>): string;
  /** The words of the summaries that main writes. */
  summary(language: Language): SummaryWords;
}

/** The names of the texts of menus, dialogs and pages. */
export type NativeText = keyof typeof en.native;

/** Creates the texts of all languages. They are ready at once. */
export function createTexts(): Texts {
  const instance = createInstance();
  void instance.init({
    fallbackLng: 'en',
    resources: { en: { translation: en }, de: { translation: de } },
    // The operating system shows plain text: there is nothing to escape.
    interpolation: { escapeValue: false },
    initAsync: false,
  });

  /** Looks up a key. Returns an empty string if there is no such text. */
  const translate = (key: string, lng: Language, values: Toast['values'] = {}): string =>
    instance.t(key, { ...values, lng, defaultValue: '' });

  /** Why a command was refused: in a sentence, or the name of the error, or the gateway's own words if its code is unknown. */
  const reasonOf = ({ why, values: { code, message } }: Toast, language: Language): string =>
    (why && sayRefusal(why, language)) || translate(`errors.${code}`, language) || String(message ?? '');

  return {
    native: (key, language, values) => translate(`native.${key}`, language, values),
    summary: (language) => (key, values) => translate(`summary.${key}`, language, values),
    toast(toast, language) {
      const { category, message, values } = toast;
      const named = { ...values, reason: reasonOf(toast, language) };
      return {
        // What concerns the console itself bears its name.
        title: (category !== 'system' && translate(`categories.${category}`, language)) || 'Quayside',
        body: translate(message, language, named),
      };
    },
  };
}
