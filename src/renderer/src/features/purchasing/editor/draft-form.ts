import type { FormFields } from '#shared/bridge/forms.ts';
import type { OrderableItem } from '#shared/bridge/purchasing.ts';
import { MAX_PURCHASE_LINES, type Purchase, purchaseTotal } from '#shared/domain/purchasing.ts';
import { isWholePacks, wholePacks } from '#shared/domain/suppliers.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { amountText, parseAmount, parseCount } from '../../../lib/number-field.ts';

/** The fields of a purchase order as typed. */
export type DraftForm = Omit<FormFields<'purchasing.edit_order'>, 'expected'>;
export type DraftLine = DraftForm['lines'][number];
/** What the commands of a draft share. */
export type DraftData = Pick<
  CommandData<'purchasing.create_order'>,
  'locationId' | 'expectedOn' | 'note' | 'lines'
>;

export const EMPTY_DRAFT: DraftForm = { locationId: null, expectedOn: '', note: '', lines: [] };

/** What is wrong with a line. */
export interface LineErrors {
  readonly quantity: boolean;
  readonly price: boolean;
}

/** Returns the form of an existing draft. */
export function draftFormOf({ locationId, expectedOn, note, lines, currency }: Purchase): DraftForm {
  return {
    locationId,
    expectedOn: expectedOn ?? '',
    note: note ?? '',
    lines: lines.map(({ itemId, quantity, unitPrice }) => ({
      itemId,
      quantity: String(quantity),
      price: amountText(unitPrice, currency),
    })),
  };
}

/** Returns a new line for an item: one pack at the supplier's price. */
export function newLine({ itemId, packSize, price }: OrderableItem, currency: string): DraftLine {
  return { itemId, quantity: String(packSize), price: price === null ? '' : amountText(price, currency) };
}

/** Returns what is wrong with a line. A line without a price is fine where the supplier has one. */
export function errorsOf({ quantity, price }: DraftLine, currency: string): LineErrors {
  return { quantity: (parseCount(quantity) ?? 0) < 1, price: parseAmount(price, currency) === null };
}

/** Returns a line's total, minor units; null where a field is wrong. */
export function lineTotal({ quantity, price }: DraftLine, currency: string): number | null {
  const [units, unitPrice] = [parseCount(quantity), parseAmount(price, currency)];
  if (units === null || unitPrice === null) return null;
  const total = units * unitPrice;
  return Number.isSafeInteger(total) ? total : null;
}

/** Returns the total of the lines that are complete, minor units; null if it is too large to be exact. */
export function totalOf(lines: readonly DraftLine[], currency: string): number | null {
  const complete = lines.flatMap(({ quantity, price }) => {
    const [units, unitPrice] = [parseCount(quantity), parseAmount(price, currency)];
    return units === null || unitPrice === null ? [] : [{ quantity: units, unitPrice }];
  });
  try {
    return purchaseTotal(complete, currency);
  } catch {
    return null;
  }
}

/** Returns the whole packs that a quantity would be rounded up to; null where it is whole already, or no number. */
export function packHint(quantity: string, packSize: number): number | null {
  const units = parseCount(quantity);
  return units === null || units < 1 || isWholePacks(units, packSize) ? null : wholePacks(units, packSize);
}

/** Returns the data of a form for a command; null while something is missing or wrong. */
export function draftData(form: DraftForm, currency: string): DraftData | null {
  const { locationId, expectedOn, note, lines } = form;
  if (locationId === null || lines.length === 0 || lines.length > MAX_PURCHASE_LINES) return null;
  const parsed = lines.flatMap(({ itemId, quantity, price }) => {
    const [units, unitPrice] = [parseCount(quantity), parseAmount(price, currency)];
    return units === null || units < 1 || unitPrice === null ? [] : [{ itemId, quantity: units, unitPrice }];
  });
  if (parsed.length < lines.length || totalOf(lines, currency) === null) return null;
  return { locationId, expectedOn: expectedOn || null, note: note.trim() || null, lines: parsed };
}
