import type { CodedText, TextValue } from '../domain/coded-text.ts';
import { toMajorUnits } from '../domain/money.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import type { Language } from './language.ts';

const TEXTS = { en, de } as const;

/** Where the words of a status are, by the refusal that names it. */
const STATUS_WORDS: Readonly<
  Partial<Record<string, 'orderStatus' | 'reservationStatus' | 'purchaseStatus'>>
> = {
  order_status: 'orderStatus',
  reservation_status: 'reservationStatus',
  purchase_status: 'purchaseStatus',
};

/**
 * Returns a coded refusal in words; null if this version does not know its id. `locale` formats numbers and amounts (default:
 * the language).
 */
export function sayRefusal(
  { id, values }: CodedText,
  language: Language,
  locale: string = language,
): string | null {
  const texts = TEXTS[language];
  const text = lookUp(texts.refusals, id);
  if (text === null) return null;
  const words = STATUS_WORDS[id] === undefined ? {} : texts[STATUS_WORDS[id]];
  return fill(text, values, (value) =>
    typeof value === 'string' ? (lookUp(words, value) ?? value) : sayValue(value, locale),
  );
}

/** Returns the name of a field of a command or form, by its path; the path itself if it has none. */
export function fieldName(path: string, language: Language): string {
  const last = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? path;
  const { fields } = TEXTS[language];
  return lookUp(fields, last) ?? lookUp(fields, last.replace(/(Id|At)$/, '')) ?? path;
}

/** Returns the name of a payment method, however a shop writes it (`gift_card`, `Gift card`); one that has no name as it is. */
export function methodName(method: string, language: Language): string {
  const key = method
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return lookUp(TEXTS[language].paymentMethods, key) ?? method;
}

/** Returns title and body of a coded notification; null if this version does not know its id. */
export function sayNotice(
  { id, values }: CodedText,
  language: Language,
  locale: string = language,
): { readonly title: string; readonly body: string } | null {
  const title = lookUp(TEXTS[language].noticeTitles, id);
  const body = lookUp(TEXTS[language].noticeBodies, id);
  if (title === null || body === null) return null;
  const say = (value: TextValue): string => sayValue(value, locale);
  return { title: fill(title, values, say), body: fill(body, values, say) };
}

function sayValue(value: TextValue, locale: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Intl.NumberFormat(locale).format(value);
  const { currency } = value;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).format(toMajorUnits(value));
}

function lookUp(texts: Readonly<Record<string, string>>, id: string): string | null {
  return Object.hasOwn(texts, id) ? (texts[id] ?? null) : null;
}

/** Fills in the values of a text; a dash for one that is missing. */
function fill(text: string, values: CodedText['values'], say: (value: TextValue) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? '–' : say(value);
  });
}
