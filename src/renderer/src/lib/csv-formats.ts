import type { CsvFormat } from '#shared/domain/csv.ts';

/** The formats of an exported file. */
export const FORMATS = {
  plain: { separator: ',', decimal: '.' },
  semicolon: { separator: ';', decimal: ',' },
  tab: { separator: '\t', decimal: '.' },
} as const satisfies Readonly<Record<string, Omit<CsvFormat, 'bom'>>>;
export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES: readonly FormatName[] = ['plain', 'semicolon', 'tab'];

/** The format that spreadsheets of a language open. */
export const usualFormat = (language: string): FormatName => (language === 'de' ? 'semicolon' : 'plain');
