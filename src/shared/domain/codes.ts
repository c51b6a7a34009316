import { parseBarcode } from 'gs1-barcode-parser-mod';
import { GROUP_SEPARATOR, MAX_CODE } from './barcodes.ts';
import { startOfCalendarDay } from './days.ts';
import { gtinOf } from './gtin.ts';
import { dayOf } from './time.ts';

/** What a scanned code says. */
export interface ReadCode {
  /** The code without symbology identifier and surrounding space. */
  readonly text: string;
  /** The article's number, 14 digits with a valid check digit. */
  readonly gtin?: string | undefined;
  /** What may be an SKU or a barcode of the shop's own: the whole text of a plain code, or the product number in a GS1 code. */
  readonly sku?: string | undefined;
  readonly lot?: string | undefined;
  /** The last day of use, as printed. */
  readonly expiresOn?: string | undefined;
  /** The first instant after that day, ms: from then on, a lot is expired. */
  readonly expiresAt?: number | undefined;
  readonly serial?: string | undefined;
  /** How many pieces the code stands for. */
  readonly quantity?: number | undefined;
}

/** When and where a code is read: GS1 dates have years of two digits, and days begin with the workspace's. */
export interface ReadingPlace {
  readonly now: number;
  readonly timeZone: string;
}

/**
 * Reads the text of a scanned code: an EAN, UPC or ITF number, a GS1 element string (as scanners send it or with parentheses, as it is
 * printed), or any other text. Never throws; null for an empty text or one longer than `MAX_CODE`. A GS1 code that cannot be read in
 * full, or whose article number has a wrong check digit, is taken as plain text: half of it may be wrong.
 */
export function readCode(scanned: string, place: ReadingPlace): ReadCode | null {
  const whole = scanned.trim();
  if (whole === '' || whole.length > MAX_CODE) return null;
  const { symbology, rest } = splitSymbology(whole);
  const text = trimSeparators(rest);
  if (text === '') return null;
  const elements = symbology === 'plain' ? null : elementsOf(text, symbology === 'gs1');
  const read = elements && fromElements(elements, text, place);
  if (read) return read;
  const gtin = gtinOf(text);
  return { text, sku: text, ...(gtin !== null && { gtin }) };
}

/** The symbology identifiers of GS1 codes, ISO/IEC 15424. */
const GS1_SYMBOLOGIES: ReadonlySet<string> = new Set([']C1', ']e0', ']e1', ']e2', ']d2', ']Q3', ']J1']);

function splitSymbology(text: string): { symbology: 'gs1' | 'plain' | 'unknown'; rest: string } {
  const separated = text.startsWith(GROUP_SEPARATOR);
  const bare = separated ? text.slice(1) : text;
  const identifier = /^\][A-Za-z][0-9A-Za-z]/.exec(bare)?.[0];
  if (identifier === undefined) return { symbology: separated ? 'gs1' : 'unknown', rest: bare };
  return {
    symbology: GS1_SYMBOLOGIES.has(identifier) ? 'gs1' : 'plain',
    rest: bare.slice(identifier.length),
  };
}

function trimSeparators(text: string): string {
  let [from, to] = [0, text.length];
  const isSpace = (char: string): boolean => char === GROUP_SEPARATOR || char.trim() === '';
  while (from < to && isSpace(text.charAt(from))) from++;
  while (to > from && isSpace(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

type Elements = ReadonlyMap<string, string>;

/**
 * Returns the elements of a GS1 code. Without a symbology identifier, digits could mean anything: only a text with parentheses,
 * separators or an article number in front is taken as a GS1 code.
 */
function elementsOf(text: string, isGs1: boolean): Elements | null {
  const printed = /^\(\d{2,4}\)/.test(text);
  if (!isGs1 && !printed && !text.includes(GROUP_SEPARATOR) && !/^0[12]\d{14}/.test(text)) return null;
  try {
    const { parsedCodeItems } = parseBarcode(text);
    if (parsedCodeItems.some(({ raw }) => raw === '')) return null;
    return new Map(parsedCodeItems.map(({ ai, raw }) => [ai, raw]));
  } catch {
    // The library throws texts about codes that follow no rule of GS1.
    return null;
  }
}

/** The dates that end a lot: use by, sell by, best before. */
const EXPIRY = ['17', '16', '15'];

function fromElements(elements: Elements, text: string, place: ReadingPlace): ReadCode | null {
  const number = elements.get('01') ?? elements.get('02');
  const gtin = number === undefined ? null : gtinOf(number);
  if (number !== undefined && gtin === null) return null;
  const dated = EXPIRY.map((ai) => elements.get(ai)).find((date) => date !== undefined);
  const expiresOn = dated === undefined ? null : gs1Day(dated, dayOf(place.now, place.timeZone));
  if (dated !== undefined && expiresOn === null) return null;
  const sku = elements.get('241') ?? elements.get('240');
  const lot = elements.get('10');
  const serial = elements.get('21');
  const quantity = countOf(elements.get('30') ?? elements.get('37'));
  return {
    text,
    ...(gtin !== null && { gtin }),
    ...(sku !== undefined && { sku }),
    ...(lot !== undefined && { lot }),
    ...(expiresOn !== null && {
      expiresOn,
      expiresAt: startOfCalendarDay(expiresOn, place.timeZone, 1),
    }),
    ...(serial !== undefined && { serial }),
    ...(quantity !== null && { quantity }),
  };
}

function countOf(digits: string | undefined): number | null {
  if (digits === undefined || !/^\d{1,8}$/.test(digits)) return null;
  return Number(digits) > 0 ? Number(digits) : null;
}

/**
 * Returns the day of a GS1 date, YYMMDD; null if there is no such day. Day 00 is the last of the month. The year is the one within 49 years
 * before and 50 after `today` (GS1 General Specifications, 7.12).
 */
export function gs1Day(digits: string, today: string): string | null {
  const parts = /^(\d\d)(\d\d)(\d\d)$/.exec(digits);
  if (!parts) return null;
  const [short, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const thisYear = Number(today.slice(0, 4));
  const inCentury = thisYear - (thisYear % 100) + short;
  const gap = inCentury - thisYear;
  const year = gap > 50 ? inCentury - 100 : gap < -49 ? inCentury + 100 : inCentury;
  if (month < 1 || month > 12) return null;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day > lastDay) return null;
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day === 0 ? lastDay : day)}`;
}
