import type { Item, Threshold } from '#shared/domain/inventory.ts';
import type { ItemChanges, ItemExpected, LimitChanges } from '#shared/domain/items.ts';
import { parseAmount } from '../../../lib/number-field.ts';

export const PRICE_MODES = ['none', 'set', 'add', 'percent'] as const;

/** The fields of a bulk edit as typed. What is empty stays as it is. */
export interface BulkForm {
  readonly category: string;
  readonly unit: string;
  readonly cost: string;
  readonly status: '' | Item['status'];
  readonly priceMode: (typeof PRICE_MODES)[number];
  readonly price: string;
}

export const EMPTY_BULK: BulkForm = {
  category: '',
  unit: '',
  cost: '',
  status: '',
  priceMode: 'none',
  price: '',
};

/** Returns the fields as they were kept. */
export function bulkForm(text: Readonly<Record<string, string>>): BulkForm {
  const { category = '', unit = '', cost = '', price = '' } = text;
  const status = (['', 'active', 'archived'] as const).find((value) => value === text['status']) ?? '';
  const priceMode = PRICE_MODES.find((value) => value === text['priceMode']) ?? 'none';
  return { category, unit, cost, status, priceMode, price };
}

/** Whether changes are amounts, which mean something in one currency only. */
export const needsCurrency = ({ cost, price }: ItemChanges): boolean =>
  cost !== undefined || (price !== undefined && price.mode !== 'percent');

const plain = (text: string): string => text.trim().replace(/^[−–]/, '-').replace(',', '.');

function signedAmount(text: string, currency: string): number | null {
  const typed = plain(text);
  const amount = parseAmount(typed.replace(/^[+-]/, ''), currency);
  return amount === null ? null : typed.startsWith('-') ? -amount : amount;
}

/** Returns the change of the price; null while what was typed is none. Amounts need one currency. */
function priceChange({ priceMode, price }: BulkForm, currency: string | null): ItemChanges['price'] | null {
  if (priceMode === 'percent') {
    const typed = plain(price);
    const hundredths = Math.round(Number(typed) * 100);
    return /^[+-]?\d+(\.\d{1,2})?$/.test(typed) && hundredths >= -10_000 && hundredths <= 1_000_000
      ? { mode: 'percent', hundredths }
      : null;
  }
  const amount = currency === null ? null : signedAmount(price, currency);
  if (amount === null || priceMode === 'none') return null;
  if (priceMode === 'set') return amount < 0 ? null : { mode: 'set', amount };
  return { mode: 'add', amount };
}

/** Returns what a bulk edit changes; null while a field is invalid. */
export function bulkChanges(form: BulkForm, currency: string | null): ItemChanges | null {
  const category = form.category.trim();
  const unit = form.unit.trim();
  const price = form.priceMode === 'none' ? undefined : priceChange(form, currency);
  const cost = form.cost.trim() === '' ? undefined : currency && parseAmount(plain(form.cost), currency);
  if (price === null || cost === null || cost === '' || category.length > 120 || unit.length > 20)
    return null;
  return {
    ...(category !== '' && { category }),
    ...(unit !== '' && { unit }),
    ...(cost !== undefined && { cost }),
    ...(form.status !== '' && { status: form.status }),
    ...(price !== undefined && { price }),
  };
}

/** Returns what the user saw of the edited fields of an item. */
export function bulkExpected(item: Item, changes: ItemChanges): ItemExpected {
  const { category, unit, cost, status, price } = item;
  const fields: ItemExpected = { category, unit, cost, status, price };
  return Object.fromEntries(Object.entries(fields).filter(([field]) => Object.hasOwn(changes, field)));
}

/** The limits as typed: an empty one stays as it is. */
export type LimitsText = Readonly<Record<keyof LimitChanges, string>>;
export const EMPTY_LIMITS: LimitsText = {
  lowAt: '',
  outAt: '',
  overAt: '',
  expiringWithinDays: '',
  recoverAt: '',
};
export const LIMIT_FIELDS = ['lowAt', 'outAt', 'recoverAt', 'overAt', 'expiringWithinDays'] as const;

/** Returns what limits change to; null while a field is invalid. */
export function limitChanges(text: LimitsText): LimitChanges | null {
  const changes: Partial<Record<keyof LimitChanges, number>> = {};
  for (const field of LIMIT_FIELDS) {
    const typed = text[field].trim();
    if (typed === '') continue;
    const least = field === 'lowAt' || field === 'outAt' ? 0 : 1;
    const value = Number(typed);
    const most = field === 'expiringWithinDays' ? 3650 : 2_147_483_647;
    if (!/^\d+$/.test(typed) || value < least || value > most) return null;
    changes[field] = value;
  }
  return changes;
}

/** Returns what the user saw of the edited limits of an item; null where it has none of its own. */
export function limitsExpected(own: Threshold | undefined, changes: LimitChanges): LimitChanges | null {
  if (own === undefined) return null;
  const { lowAt, outAt, overAt, expiringWithinDays, recoverAt } = own;
  const fields: LimitChanges = { lowAt, outAt, overAt, expiringWithinDays, recoverAt };
  return Object.fromEntries(Object.entries(fields).filter(([field]) => Object.hasOwn(changes, field)));
}
