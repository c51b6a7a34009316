import type { FormFields } from '#shared/bridge/forms.ts';
import { startOfCalendarDay } from '#shared/domain/days.ts';
import { type Difference, missingOf, type Purchase } from '#shared/domain/purchasing.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { parseCount } from '../../../lib/number-field.ts';

/** What was counted of a delivery, as typed. */
export type ReceiveForm = FormFields<'purchasing.receive'>;
export type Count = ReceiveForm['counts'][number];

export const EMPTY_RECEIPT: ReceiveForm = {
  locationId: null,
  reference: '',
  byPack: false,
  acceptOver: false,
  counts: [],
};

/** What a scanner can read of a line. */
export interface ScannedLine {
  readonly sku: string;
  readonly supplierSku: string | null;
  readonly barcode: string | null;
}

/**
 * Returns the position of the line that a scanned code stands for: its barcode, our SKU or the supplier's SKU, in any case. Where
 * several lines have it, the first that is not complete yet. null if none has.
 */
export function lineOfCode(
  lines: readonly ScannedLine[],
  code: string,
  isComplete: (line: number) => boolean,
): number | null {
  const wanted = code.trim().toLowerCase();
  if (wanted === '') return null;
  const fits = lines.flatMap(({ sku, supplierSku, barcode }, n) =>
    [barcode, sku, supplierSku].some((own) => own?.trim().toLowerCase() === wanted) ? [n] : [],
  );
  return fits.find((n) => !isComplete(n)) ?? fits[0] ?? null;
}

/** Returns the position of an item's line: the first that is not complete yet, or the first of all; null if it is on none. */
export function lineOfItem(
  lines: Purchase['lines'],
  itemId: string,
  isComplete: (line: number) => boolean,
): number | null {
  const fits = lines.flatMap((line, n) => (line.itemId === itemId ? [n] : []));
  return fits.find((n) => !isComplete(n)) ?? fits[0] ?? null;
}

/** Returns what a scanner can read of each line. */
export function lineCodes(
  lines: Purchase['lines'],
  barcodes: readonly (string | null)[],
): readonly ScannedLine[] {
  return lines.map(({ sku, supplierSku }, n) => ({ sku, supplierSku, barcode: barcodes[n] ?? null }));
}

/** What a scanned code says about the goods. */
export interface ScannedGoods {
  readonly units: number;
  readonly lot: string | undefined;
  /** A calendar day. */
  readonly expiresOn: string | undefined;
}

/**
 * Returns what a scan changes about the count of a line: its units are added, and its lot and last day are filled in. null if the line
 * already has units of another lot, or a lot that expires on another day: a delivery has one lot for each line.
 */
export function scannedCount(
  counts: readonly Count[],
  line: number,
  { units, lot = '', expiresOn = '' }: ScannedGoods,
): Pick<Count, 'quantity' | 'lot' | 'expiresOn'> | null {
  const before = counts.find((count) => count.line === line);
  const counted = countedOf(counts, line) ?? 0;
  const [oldLot, oldDay] = counted === 0 ? ['', ''] : [before?.lot.trim() ?? '', before?.expiresOn ?? ''];
  const otherLot = lot !== '' && counted > 0 && oldLot !== lot;
  const otherDay = expiresOn !== '' && oldDay !== '' && oldDay !== expiresOn;
  if (otherLot || otherDay) return null;
  return {
    quantity: String(counted + units),
    lot: lot || (before?.lot ?? ''),
    expiresOn: expiresOn || (before?.expiresOn ?? ''),
  };
}

/** Returns the counted quantity of a line: 0 for none, null where it is no number. */
export function countedOf(counts: readonly Count[], line: number): number | null {
  const text = counts.find((count) => count.line === line)?.quantity ?? '';
  return text.trim() === '' ? 0 : parseCount(text);
}

/** Changes the count of a line. `received` is what the user sees as received before. */
export function changeCount(
  counts: readonly Count[],
  line: number,
  received: number,
  change: Partial<Count>,
): Count[] {
  const before = counts.find((count) => count.line === line) ?? {
    ...{ line, quantity: '', lot: '', expiresOn: '' },
    expected: received,
  };
  const after = { ...before, ...change };
  const empty = [after.quantity, after.lot, after.expiresOn].every((text) => text.trim() === '');
  const others = counts.filter((count) => count.line !== line);
  return empty ? others : [...others, after].toSorted((a, b) => a.line - b.line);
}

/** What the delivery has too little or too much of, as it is counted now. `line` is a position. */
export function differencesOf(lines: Purchase['lines'], counts: readonly Count[]): Difference[] {
  return counts.flatMap((count): Difference[] => {
    const line = lines[count.line];
    const quantity = parseCount(count.quantity);
    if (!line || quantity === null || quantity === 0) return [];
    const missing = missingOf(line);
    if (quantity > missing) return [{ line: count.line, kind: 'over', quantity: quantity - missing }];
    return quantity < missing ? [{ line: count.line, kind: 'short', quantity: missing - quantity }] : [];
  });
}

/** Returns the lines of which something else was received since they were counted. */
export function staleCounts(lines: Purchase['lines'], counts: readonly Count[]): Count[] {
  return counts.filter(({ line, expected }) => lines[line] && lines[line].received !== expected);
}

/** Counts from what stands now: what the user has counted stays. */
export function rebase(lines: Purchase['lines'], counts: readonly Count[]): Count[] {
  return counts.map((count) => ({ ...count, expected: lines[count.line]?.received ?? count.expected }));
}

/** Returns the command that a form becomes; null while nothing is counted or a field is wrong. */
export function receiptData(
  purchaseId: string,
  form: ReceiveForm,
  timeZone: string,
): CommandData<'purchasing.receive'> | null {
  const { locationId, reference, acceptOver, counts } = form;
  const counted = counts.filter(({ quantity }) => quantity.trim() !== '' && parseCount(quantity) !== 0);
  if (locationId === null || counted.length === 0) return null;
  const arrivals = counted.flatMap(({ line, quantity, lot, expiresOn, expected }) => {
    const units = parseCount(quantity);
    if (units === null || (lot.trim() === '' && expiresOn !== '')) return [];
    // Goods expire at the end of their last day.
    const expiresAt = expiresOn === '' ? null : startOfCalendarDay(expiresOn, timeZone, 1);
    const code = lot.trim().slice(0, 64);
    return [{ line, quantity: units, expected, lot: code === '' ? null : { code, expiresAt } }];
  });
  if (arrivals.length < counted.length) return null;
  return {
    ...{ purchaseId, locationId, acceptOver, arrivals },
    reference: reference.trim().slice(0, 120) || null,
  };
}
