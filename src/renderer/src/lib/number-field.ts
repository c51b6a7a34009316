import { currencyExponent, parseMinorUnits, toMajorUnits } from '#shared/domain/money.ts';

/** Reads a whole number from 0 that a person typed; null for anything else. */
export function parseCount(text: string): number | null {
  const plain = text.trim().replace(/[\s\u00a0\u202f]/g, '');
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}

/** Reads a number of days with at most one decimal digit; null for anything else. */
export function parseDays(text: string): number | null {
  const plain = text.trim().replace(',', '.');
  return /^\d{1,3}(\.\d)?$/.test(plain) ? Number(plain) : null;
}

/** Reads an amount in minor units, with a comma or a point before the minor digits; null for anything else. */
export function parseAmount(text: string, currency: string): number | null {
  const plain = text.trim().replace(',', '.');
  const [, fraction = ''] = plain.split('.');
  if (plain.startsWith('-') || fraction.length > currencyExponent(currency)) return null;
  return parseMinorUnits(plain, currency);
}

/** Returns an amount as a person types it: `4.50`. */
export function amountText(amount: number, currency: string): string {
  return toMajorUnits({ amount, currency }).toFixed(currencyExponent(currency));
}
