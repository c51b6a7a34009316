/** The lengths of article numbers: EAN-8, UPC-A, EAN-13, and GTIN-14 (ITF-14). */
const LENGTHS = [8, 12, 13, 14] as const;
const LONGEST = 14;

/** Returns the check digit of an article number without it (GS1 General Specifications, 7.9: weights 3 and 1 from the right). */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const weight = (digits.length - i) % 2 === 1 ? 3 : 1;
    sum += weight * Number(digits[i]);
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * Returns an article number as 14 digits, so that its forms of 8, 12, 13 and 14 digits are equal; null if the text is not an article
 * number with a valid check digit.
 */
export function gtinOf(text: string): string | null {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return null;
  if (checkDigit(text.slice(0, -1)) !== text.at(-1)) return null;
  const gtin = text.padStart(LONGEST, '0');
  return gtin === '0'.repeat(LONGEST) ? null : gtin;
}

/** Returns all forms in which an article number of 14 digits may be written. */
export function gtinForms(gtin: string): string[] {
  return LENGTHS.filter((length) => /^0*$/.test(gtin.slice(0, LONGEST - length))).map((length) =>
    gtin.slice(LONGEST - length),
  );
}
