import { z } from 'zod';
import { currencyExponent } from './money.ts';

/** What a spreadsheet would take for a formula, also behind white space, or behind apostrophes that guard it already. */
const FORMULA = /^'*(?:\s*[=+\-@]|[\t\r])/;

/**
 * How a file is written. Spreadsheets read files in the system's own manner: in Germany, Excel expects semicolons and decimal
 * commas, and takes a file without a byte order mark for the system's old encoding.
 */
export const CsvFormat = z.strictObject({
  separator: z.enum([',', ';', '\t']),
  decimal: z.enum(['.', ',']),
  bom: z.boolean(),
});
export type CsvFormat = z.infer<typeof CsvFormat>;

/** RFC 4180 as programs expect it. */
export const PLAIN_CSV: CsvFormat = { separator: ',', decimal: '.', bom: false };

/** A number with a fraction, exact, written with a point: `{ decimal: '12.50' }`. */
export interface CsvDecimal {
  readonly decimal: string;
}

/** What a cell may hold. Text is guarded against formulas; numbers are not, so that they stay numbers. */
export type CsvCell = string | number | boolean | null | CsvDecimal;

/** Returns an amount in minor units as a cell in major units; empty for null. */
export function moneyCell(amount: number | null, currency: string): CsvDecimal | null {
  if (amount === null) return null;
  const exponent = currencyExponent(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return { decimal: `${amount < 0 ? '-' : ''}${whole}${fraction}` };
}

/** Returns what a file begins with: the byte order mark, where the format has one. */
export function csvStart({ bom }: Pick<CsvFormat, 'bom'>): string {
  return bom ? '\ufeff' : '';
}

/** Returns one line of a CSV file (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvLine(cells: readonly CsvCell[], format: CsvFormat = PLAIN_CSV): string {
  return `${cells.map((value) => quoted(cellText(value, format), format.separator)).join(format.separator)}\r\n`;
}

/** Puts an apostrophe in front of text that a spreadsheet would run as a formula. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Takes the apostrophe off again: `unguardFormula(guardFormula(text))` is `text`, whatever it is. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}

function cellText(value: CsvCell, { decimal }: CsvFormat): string {
  if (value === null) return '';
  if (typeof value === 'string') return guardFormula(value);
  const text = typeof value === 'object' ? value.decimal : String(value);
  return decimal === '.' ? text : text.replace('.', decimal);
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
