/**
 * Numbers of payment cards in texts. They begin with the prefix of a network and end with a check digit (ISO/IEC 7812-1, annex B:
 * Luhn). Visa numbers of 13 digits are no longer issued, and look like barcodes of German goods.
 */

/** Digits, each followed by at most one space, hyphen or dot, as people write the number of a card. */
const DIGITS = /(?<![\p{L}\p{N}])\d(?:[ .\u00a0\u2009\u202f-]?\d){13,18}(?![\p{L}\p{N}])/gu;
/** The prefixes of the networks and their lengths: American Express, Diners, JCB, Visa, Mastercard, Discover, Maestro, UnionPay. */
const NETWORKS: readonly RegExp[] = [
  /^3[47]\d{13}$/,
  /^3(?:0[0-5]|[689]\d)\d{11}$/,
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/,
  /^4\d{15}(?:\d{3})?$/,
  /^5[1-5]\d{14}$/,
  /^2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$/,
  /^6(?:011|4[4-9]\d|5\d\d)\d{12,15}$/,
  /^(?:50\d|5[6-9]\d|6[0-9]{2})\d{11,16}$/,
  /^62\d{14,17}$/,
];
const KEPT = 4;
const MASK = '•';

/** Whether the last of some digits is their check digit. */
export function endsWithCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let n = 0; n < digits.length; n += 1) {
    const digit = Number(digits[digits.length - 1 - n]);
    const weighted = n % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** The same in the name of a file, where an underscore stands for a space. */
export function maskCardsInName(name: string): string {
  const masked = maskCards(name.replaceAll('_', ' '));
  return [...name.matchAll(/_/g)].reduce(
    (text, { index }) => `${text.slice(0, index)}_${text.slice(index + 1)}`,
    masked,
  );
}

/** Masks card numbers in some fields of a stored JSON text, wherever they are in it. Throws a SyntaxError if it is none. */
export function maskCardsInFields(json: string, fields: readonly string[]): string {
  return JSON.stringify(
    JSON.parse(json, (field, value: unknown) =>
      typeof value === 'string' && fields.includes(field) ? maskCardsInName(value) : value,
    ),
  );
}

/** Replaces all but the last four digits of each card number in a text, and counts them. The text keeps its length. */
export function maskedCards(text: string): { readonly text: string; readonly count: number } {
  let count = 0;
  const masked = text.replace(DIGITS, (written) => {
    const digits = written.replace(/\D/g, '');
    if (!NETWORKS.some((network) => network.test(digits)) || !endsWithCheckDigit(digits)) return written;
    count += 1;
    let left = digits.length - KEPT;
    return written.replace(/\d/g, (digit) => {
      left -= 1;
      return left >= 0 ? MASK : digit;
    });
  });
  return { text: masked, count };
}

/** Replaces all but the last four digits of each card number in a text. The text keeps its length. */
export function maskCards(text: string): string {
  return maskedCards(text).text;
}
