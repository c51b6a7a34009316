import { z } from 'zod';

/** An amount in integer minor units (cents). Never a float, never added across currencies. */
export const MinorUnits = z.int();

/** ISO 4217 alphabetic code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'Use an ISO 4217 currency code, such as USD.');

/** An amount in integer minor units of one currency. */
export const Money = z.object({ amount: MinorUnits, currency: Currency });
export type Money = z.infer<typeof Money>;

/** Net amounts per currency, in minor units: `{ USD: 1250, GBP: 300 }`. */
export const MoneyByCurrency = z.record(Currency, MinorUnits);
export type MoneyByCurrency = z.infer<typeof MoneyByCurrency>;

/** Decimal digits of the currencies that do not have two (ISO 4217, list one). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Returns the decimal digits of a currency: 2 for USD, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Adds two amounts. Throws a RangeError if the currencies differ or the sum is not a safe integer. */
export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${b.currency} to ${a.currency}.`);
  const amount = a.amount + b.amount;
  if (!Number.isSafeInteger(amount)) throw new RangeError('The sum is too large to be exact.');
  return { amount, currency: a.currency };
}

/** Returns new totals with an amount added to that of its currency. Throws as `addMoney` does. */
export function addToTotals(totals: MoneyByCurrency, money: Money): MoneyByCurrency {
  const before: Money = { amount: totals[money.currency] ?? 0, currency: money.currency };
  return { ...totals, [money.currency]: addMoney(before, money).amount };
}

/**
 * Parses a plain decimal such as `2.55` or `-0.005` into minor units, exactly and without floats. Digits beyond the minor
 * unit are rounded half away from zero. Returns null if the text is not a decimal or the result is not a safe integer.
 */
export function parseMinorUnits(text: string, currency: string): number | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const exponent = currencyExponent(currency);
  const fraction = match[3] ?? '';
  const kept = fraction.slice(0, exponent).padEnd(exponent, '0');
  const roundUp = (fraction.charCodeAt(exponent) || 48) >= 53;
  const magnitude = Number(`${match[2]}${kept}`) + (roundUp ? 1 : 0);
  if (!Number.isSafeInteger(magnitude)) return null;
  return match[1] === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

/** Converts an amount to a decimal number, to be formatted by Intl. */
export function toMajorUnits(money: Money): number {
  return money.amount / 10 ** currencyExponent(money.currency);
}
