import { checkDigit, gtinForms, gtinOf } from './gtin.ts';

/** The maximum length of a code. GS1 allows 3,116 digits in a DataMatrix; codes of goods stay far below this. */
export const MAX_CODE = 500;

/** What stands between elements of variable length: FNC1 as scanners send it, ASCII 29. */
export const GROUP_SEPARATOR = '\u001d';

/** Returns the digits of a GS1 date, YYMMDD, for a calendar day. */
export function gs1Date(day: string): string {
  return day.slice(2).replaceAll('-', '');
}

/** How a barcode is drawn. */
export type Symbology = 'ean13' | 'ean8' | 'upca' | 'itf14' | 'code128';

const SYMBOLOGY_OF_LENGTH: Readonly<Record<number, Symbology>> = {
  8: 'ean8',
  12: 'upca',
  13: 'ean13',
  14: 'itf14',
};

/** Returns how a barcode is drawn: as the number that it is, or else as Code 128. */
export function symbologyOf(barcode: string): Symbology {
  const isNumber = gtinOf(barcode) !== null;
  return (isNumber && SYMBOLOGY_OF_LENGTH[barcode.length]) || 'code128';
}

/**
 * Returns the check digit that a barcode should end with, if it has the length of an EAN, UPC or ITF number and ends with another
 * one; null otherwise.
 */
export function expectedCheckDigit(barcode: string): string | null {
  if (!/^(?:\d{8}|\d{12,14})$/.test(barcode) || gtinOf(barcode) !== null) return null;
  return checkDigit(barcode.slice(0, -1));
}

/** Returns the barcode that an item with a scanned code gets: the article number in its usual form, or else the text. */
export function barcodeOf(code: {
  readonly text: string;
  readonly gtin?: string | undefined;
  readonly sku?: string | undefined;
}): string {
  if (code.gtin === undefined) return code.sku ?? code.text;
  if (gtinOf(code.text) !== null) return code.text;
  return gtinForms(code.gtin).find((form) => form.length === 13) ?? code.gtin;
}
