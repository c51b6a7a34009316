import type { ImportKind } from './imports.ts';

/** How the cells of a field are read. */
export type FieldType =
  | { readonly type: 'text'; readonly max: number }
  | { readonly type: 'integer'; readonly min: number }
  | { readonly type: 'amount' }
  | { readonly type: 'currency' }
  | { readonly type: 'status' };

/** A field that an import of a kind knows. */
export interface ImportField {
  readonly name: string;
  readonly read: FieldType;
  /** Whether each line must have it. */
  readonly required: boolean;
  /** Other headers of the same column, in both languages. */
  readonly also: readonly string[];
}

const INT32 = 2 ** 31;
const field = (
  name: string,
  read: FieldType,
  also: readonly string[] = [],
  required = false,
): ImportField => ({
  name,
  read,
  required,
  also,
});
const text = (max: number): FieldType => ({ type: 'text', max });
const integer = (min: number): FieldType => ({ type: 'integer', min });

const SKU = field('sku', text(64), ['item', 'article', 'article number', 'artikel', 'artikelnummer'], true);
const LOCATION_ALSO = ['store', 'warehouse', 'standort', 'filiale', 'lager'];

/** The fields of each kind, in the order in which exports have them. */
export const IMPORT_FIELDS: Readonly<Record<ImportKind, readonly ImportField[]>> = {
  items: [
    SKU,
    field('name', text(300), ['bezeichnung', 'artikelname']),
    field('category', text(120), ['kategorie', 'warengruppe']),
    field('barcode', text(64), ['ean', 'gtin', 'strichcode']),
    field('unit', text(20), ['einheit']),
    field('price', { type: 'amount' }, ['preis', 'verkaufspreis']),
    field('cost', { type: 'amount' }, ['einkaufspreis', 'kosten', 'ek']),
    field('currency', { type: 'currency' }, ['währung']),
    field('status', { type: 'status' }),
    field('backorder_limit', integer(0), ['backorder', 'nachlieferung bis']),
  ],
  levels: [
    SKU,
    field('location', text(120), LOCATION_ALSO, true),
    field('on_hand', integer(0), ['quantity', 'count', 'stock', 'bestand', 'menge'], true),
    field('expected', integer(-INT32), ['erwartet']),
  ],
  thresholds: [
    field('sku', text(64), SKU.also),
    field('category', text(120), ['kategorie', 'warengruppe']),
    field('location', text(120), LOCATION_ALSO),
    field('low_at', integer(0), ['low', 'niedrig ab'], true),
    field('out_at', integer(0), ['out', 'leer ab']),
    field('over_at', integer(1), ['over', 'zu viel ab']),
    field('recover_at', integer(1), ['recover', 'erholt ab']),
    field('expiring_within_days', integer(1), ['expiring', 'läuft ab in tagen']),
  ],
};

/** Columns of exports that say more than an import changes. They are known, and left alone. */
export const READ_ONLY_COLUMNS: Readonly<Record<ImportKind, readonly string[]>> = {
  items: [],
  levels: ['name', 'committed', 'unavailable', 'available', 'incoming'],
  thresholds: ['name'],
};

/** Returns a header without what people write differently: case, spaces, punctuation. */
const plain = (header: string): string => header.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Returns the field of each column by its header, null for the columns of none. The first of two with one name has it. */
export function matchHeader(kind: ImportKind, header: readonly string[]): (string | null)[] {
  const names = new Map(
    IMPORT_FIELDS[kind].flatMap(({ name, also }) => [name, ...also].map((word) => [plain(word), name])),
  );
  const taken = new Set<string>();
  return header.map((title) => {
    const found = names.get(plain(title)) ?? null;
    if (found === null || taken.has(found)) return null;
    taken.add(found);
    return found;
  });
}

/** Returns the kind of file that most of a header's columns belong to; null where it names none that a kind requires. */
export function kindOf(header: readonly string[]): ImportKind | null {
  const fits = (kind: ImportKind): number => {
    const matched = matchHeader(kind, header);
    if (IMPORT_FIELDS[kind].some(({ name, required }) => required && !matched.includes(name))) return 0;
    return matched.filter((name) => name !== null).length;
  };
  // A file of levels has nearly all that one of items needs, so the kind with more required fields comes first.
  const kinds: readonly ImportKind[] = ['levels', 'thresholds', 'items'];
  const best = kinds.reduce((a, b) => (fits(b) > fits(a) ? b : a));
  return fits(best) > 0 ? best : null;
}

/** Returns the required fields that no column has. */
export function missingFields(kind: ImportKind, columns: readonly (string | null)[]): string[] {
  return IMPORT_FIELDS[kind]
    .filter(({ name, required }) => required && !columns.includes(name))
    .map(({ name }) => name);
}
