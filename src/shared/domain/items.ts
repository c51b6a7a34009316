import { z } from 'zod';
import { Id } from './ids.ts';
import { Item, Threshold } from './inventory.ts';
import { MinorUnits } from './money.ts';

/** The largest picture of an item, bytes. */
export const MAX_IMAGE_BYTES = 64 * 1024;
const FORMATS = ['png', 'jpeg', 'webp'] as const;
const DATA_URL = /^data:image\/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})$/;

/** Returns the format that the first bytes of a file say; null for anything else. */
function formatOf(head: string): (typeof FORMATS)[number] | null {
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  return head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP' ? 'webp' : null;
}

/**
 * Whether a text is a picture that may be shown: a data URL of a PNG, JPEG or WebP file that is no larger than MAX_IMAGE_BYTES and
 * whose content is what its type says. Nothing is ever loaded from another address.
 */
export function isItemImage(url: string): boolean {
  const [, type, data] = DATA_URL.exec(url) ?? [];
  if (type === undefined || data === undefined || data.length % 4 !== 0) return false;
  const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
  if ((data.length / 4) * 3 - padding > MAX_IMAGE_BYTES) return false;
  return formatOf(atob(data.slice(0, 16))) === type;
}

/** The picture of an item, as a data URL. See `isItemImage`. */
export const ItemImage = z.object({ itemId: Id, image: z.string().max(90_000) });
export type ItemImage = z.infer<typeof ItemImage>;

/** How a price changes: to an amount, by an amount, or by a percentage in hundredths of a percent (1,000 is 10 %). */
export const PriceChange = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('set'), amount: MinorUnits.min(0) }),
  z.strictObject({ mode: z.literal('add'), amount: MinorUnits }),
  z.strictObject({ mode: z.literal('percent'), hundredths: z.int().min(-10_000).max(1_000_000) }),
]);
export type PriceChange = z.infer<typeof PriceChange>;

const Fields = Item.pick({
  sku: true,
  name: true,
  category: true,
  barcode: true,
  unit: true,
  price: true,
  cost: true,
  status: true,
  backorderLimit: true,
});
/** The fields of an item that can be edited. */
export type ItemField = keyof z.infer<typeof Fields>;
export const ITEM_FIELDS = [
  'sku',
  'name',
  'category',
  'barcode',
  'unit',
  'price',
  'cost',
  'status',
  'backorderLimit',
] as const satisfies readonly ItemField[];

/** The edited fields of items, as they shall be. */
export const ItemChanges = z.strictObject({ ...Fields.shape, price: PriceChange }).partial();
export type ItemChanges = z.infer<typeof ItemChanges>;

/** The edited fields of an item, as the user saw them. */
export const ItemExpected = z.strictObject(Fields.shape).partial();
export type ItemExpected = z.infer<typeof ItemExpected>;

/** Returns the price after a change, in whole minor units: half a unit is rounded away from 0. Null where it would fall below 0. */
export function changedPrice(price: number, change: PriceChange): number | null {
  if (change.mode === 'set') return change.amount;
  const next =
    change.mode === 'add'
      ? price + change.amount
      : // Doubled, so that only whole numbers are divided.
        Math.floor((2 * price * (10_000 + change.hundredths) + 10_000) / 20_000);
  return next < 0 || !Number.isSafeInteger(next) ? null : next;
}

/** Returns an item after changes; null where its price would fall below 0. */
export function editItem(item: Item, { price, ...rest }: ItemChanges): Item | null {
  const next = price === undefined ? item.price : changedPrice(item.price, price);
  if (next === null) return null;
  const edited = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...item, ...edited, price: next };
}

/** A field that is no longer what the user saw. */
export interface StaleField {
  readonly field: string;
  readonly expected: unknown;
  readonly current: unknown;
}

/** Returns the expected fields of a record that have changed meanwhile. */
export function staleFields(
  record: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
): StaleField[] {
  return Object.entries(expected).flatMap(([field, value]) =>
    value === undefined || record[field] === value
      ? []
      : [{ field, expected: value, current: record[field] }],
  );
}

/** The limits of a threshold without its scope. */
export const Limits = Threshold.pick({
  lowAt: true,
  outAt: true,
  overAt: true,
  expiringWithinDays: true,
  recoverAt: true,
});
export type Limits = z.infer<typeof Limits>;
export const LimitChanges = z.strictObject(Limits.shape).partial();
export type LimitChanges = z.infer<typeof LimitChanges>;

/** Why limits contradict each other: the field that is wrong; null where none is. */
export type LimitsProblem = 'outAboveLow' | 'recoverBelowLow' | 'overBelowLow';

/** Returns why limits contradict each other: out above low, recovery not above low, or overstock not above both. */
export function limitsProblem({
  lowAt,
  outAt,
  overAt,
  recoverAt,
}: Omit<Limits, 'expiringWithinDays'>): LimitsProblem | null {
  if (outAt > lowAt) return 'outAboveLow';
  if (recoverAt !== null && recoverAt <= lowAt) return 'recoverBelowLow';
  if (overAt !== null && overAt <= Math.max(lowAt, recoverAt ?? 0)) return 'overBelowLow';
  return null;
}

/** What a list of ids may be at most in one command. */
export const MAX_BULK = 500;
