import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { MAX_NAMED } from '#shared/bridge/inventory.ts';
import type { Reader } from '../../store/reader.ts';

/** The most words of a text at which a name may begin. */
const MAX_WORDS = 200;
/** The longest part of a text that is compared with names. */
const MAX_NAME = 200;
/** Shorter names and SKUs stand in texts by chance. */
const MIN_LENGTH = 3;

const WORD = /[\p{L}\p{N}]\S*/gu;
const INSIDE_WORD = /[\p{L}\p{N}]/u;

interface Found {
  readonly id: string;
  readonly name: string;
}

/** Compares as the index does: letters of ASCII in either case are equal. */
const fold = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Returns for each text the items on sale whose whole name or SKU stands in it, in the order of the text. */
export function itemsNamed(
  reader: Reader,
  { texts }: MethodInput<'inventory.named'>,
): MethodOutput<'inventory.named'> {
  return { named: texts.map((text) => namedIn(reader, text)) };
}

function namedIn(reader: Reader, text: string): string[] {
  const itemIds: string[] = [];
  let after = 0;
  let words = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    words += 1;
    if (words > MAX_WORDS || itemIds.length === MAX_NAMED) break;
    if (index < after) continue;
    const found = nameAt(reader, text, index) ?? skuOf(reader, word);
    if (found === null) continue;
    after = index + found.length;
    if (!itemIds.includes(found.id)) itemIds.push(found.id);
  }
  return itemIds;
}

/**
 * Finds the longest name that begins at a position. Of all names up to the text in the order of the index, the last one is the
 * longest that it begins with, or shares its beginning with that one.
 */
function nameAt(
  reader: Reader,
  text: string,
  from: number,
): { readonly id: string; readonly length: number } | null {
  let rest = text.slice(from, from + MAX_NAME);
  const whole = fold(rest);
  while (rest.length >= MIN_LENGTH) {
    const last = reader.get<Found>(
      `SELECT id, name FROM items WHERE name <= ? COLLATE NOCASE AND status = 'active'
       ORDER BY name COLLATE NOCASE DESC, k DESC LIMIT 1`,
      rest,
    );
    if (last === undefined) return null;
    const name = fold(last.name);
    const shared = sharedLength(whole, name);
    if (shared === name.length && name.length >= MIN_LENGTH && endsWord(text, from + shared))
      return { id: last.id, length: shared };
    rest = rest.slice(0, Math.min(shared, rest.length - 1));
  }
  return null;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function endsWord(text: string, at: number): boolean {
  return !INSIDE_WORD.test(text.slice(at, at + 1));
}

/** Finds the item whose SKU is a word. Without a digit, it must be written as the SKU is: many are words. */
function skuOf(reader: Reader, word: string): { readonly id: string; readonly length: number } | null {
  const plain = word.replace(/[^\p{L}\p{N}]+$/u, '');
  if (plain.length < MIN_LENGTH) return null;
  const item = reader.get<{ id: string; sku: string }>(
    `SELECT id, sku FROM items WHERE sku = ? COLLATE NOCASE AND status = 'active' ORDER BY k LIMIT 1`,
    plain,
  );
  if (item === undefined || !(/\d/.test(plain) || item.sku === plain)) return null;
  return { id: item.id, length: plain.length };
}
