import type { FormFields } from '#shared/bridge/forms.ts';
import { expectedCheckDigit } from '#shared/domain/barcodes.ts';
import { Item, Quantity } from '#shared/domain/inventory.ts';
import { ITEM_FIELDS, type ItemChanges, type ItemExpected, type ItemField } from '#shared/domain/items.ts';
import { Currency, currencyExponent } from '#shared/domain/money.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import { formKind } from '../../../hooks/use-form.ts';
import { parseAmount } from '../../../lib/number-field.ts';

/** The fields of an item as typed. */
export type ItemText = Record<ItemField, string>;

/** Items that were begun. There is one form for new items. */
export const NEW_ITEMS = formKind('inventory.create_item', { fields: {}, currency: '' }, ({ fields }) =>
  Object.values(fields).every((value) => value.trim() === ''),
);
/** Whether nothing was typed for many items, and no change of them was begun. */
export const isUntouched = ({ text, run }: FormFields<'inventory.set_thresholds'>): boolean =>
  run === null && Object.values(text).every((value) => value === '' || value === 'none');

/**
 * Edits that were begun, by item: only the edited fields, and what they were when the edit began. Edits of many items are kept by their
 * selection.
 */
export const EDITS = formKind(
  'inventory.edit_items',
  { edited: {}, seen: {} },
  ({ edited, bulk }) => Object.keys(edited).length === 0 && (bulk === undefined || isUntouched(bulk)),
);
export type EditForm = FormFields<'inventory.edit_items'>;

/** Returns an amount as it is typed: 12.50. */
export function amountText(minor: number, currency: string): string {
  const digits = currencyExponent(currency);
  return (minor / 10 ** digits).toFixed(digits);
}

/** Returns the fields of an item as they are typed. */
export function textOfItem(item: Item): ItemText {
  return {
    sku: item.sku,
    name: item.name,
    category: item.category,
    barcode: item.barcode ?? '',
    unit: item.unit,
    price: amountText(item.price, item.currency),
    cost: item.cost === null ? '' : amountText(item.cost, item.currency),
    status: item.status,
    backorderLimit: String(item.backorderLimit),
  };
}

/** Returns the value of a field; undefined where the text is none. */
export function readField(field: ItemField, text: string, currency: string): unknown {
  const plain = text.trim();
  if (field === 'price' || field === 'cost') {
    if (plain === '') return field === 'cost' ? null : undefined;
    return parseAmount(plain, currency) ?? undefined;
  }
  if (field === 'barcode') return plain === '' ? null : plain;
  if (field === 'backorderLimit') {
    const limit = plain === '' ? 0 : Number(plain);
    return /^\d*$/.test(plain) && Quantity.safeParse(limit).success ? limit : undefined;
  }
  return plain;
}

/** Why a field is invalid: keys under `inventory.items.errors`. */
export type ItemErrors = Partial<
  Record<ItemField | 'currency', 'missing' | 'long' | 'amount' | 'number' | 'currency' | 'checkDigit'>
>;

/** Validates fields as the gateway does, and the check digits of article numbers besides. */
export function validateItem(text: Partial<ItemText>, currency: string): ItemErrors {
  const errors: ItemErrors = {};
  if (!Currency.safeParse(currency).success) errors.currency = 'currency';
  for (const field of ITEM_FIELDS) {
    const typed = text[field];
    if (typed === undefined) continue;
    const value = readField(field, typed, currency);
    if (Item.shape[field].safeParse(value).success) {
      if (field === 'barcode' && expectedCheckDigit(typed.trim()) !== null) errors.barcode = 'checkDigit';
      continue;
    }
    if (field === 'price' || field === 'cost') errors[field] = 'amount';
    else if (field === 'backorderLimit') errors[field] = 'number';
    else errors[field] = typed.trim() === '' ? 'missing' : 'long';
  }
  return errors;
}

/** Returns the values of the fields that were typed. Call it with valid text. */
function valuesOf(text: Partial<ItemText>, currency: string): Record<string, unknown> {
  return Object.fromEntries(
    ITEM_FIELDS.flatMap((field) => {
      const typed = text[field];
      return typed === undefined ? [] : [[field, readField(field, typed, currency)]];
    }),
  );
}

/** Returns the new item of valid fields; null while they are not. */
export function newItem(id: string, text: Partial<ItemText>, currency: string): Item | null {
  const made = { id, currency, status: 'active', backorderLimit: 0, barcode: null, cost: null };
  return Item.safeParse({ ...made, ...valuesOf(text, currency) }).data ?? null;
}

/** Returns the command of an edit: the edited fields, and what the user saw of them. Call it with valid text. */
export function toEdit(form: EditForm, item: Item): CommandData<'inventory.edit_items'> {
  const { price, ...rest } = valuesOf(form.edited, item.currency);
  const changes: ItemChanges = {
    ...rest,
    ...(typeof price === 'number' && { price: { mode: 'set', amount: price } }),
  };
  const expected: ItemExpected = valuesOf(
    Object.fromEntries(Object.entries(form.seen).filter(([field]) => Object.hasOwn(form.edited, field))),
    item.currency,
  );
  return { changes, items: [{ itemId: item.id, expected }] };
}

/** Returns the form after a field was typed. A field that is as it was is no longer edited. */
export function typed(form: EditForm, item: Item, field: ItemField, text: string): EditForm {
  const now = textOfItem(item)[field];
  const { [field]: _old, ...others } = form.edited;
  const { [field]: seen = now, ...seenOthers } = form.seen;
  return text === now && text === seen
    ? { edited: others, seen: seenOthers }
    : { edited: { ...form.edited, [field]: text }, seen: { ...form.seen, [field]: seen } };
}

/** Returns the edited fields that somebody else has changed meanwhile. */
export function changedFields(form: EditForm, item: Item): ItemField[] {
  const now = textOfItem(item);
  return ITEM_FIELDS.filter(
    (field) =>
      form.edited[field] !== undefined &&
      form.seen[field] !== now[field] &&
      form.edited[field] !== now[field],
  );
}
