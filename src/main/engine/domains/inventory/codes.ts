import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import { type CodeMatch, type FoundBy, MAX_CODE_MATCHES } from '#shared/bridge/inventory.ts';
import { type ReadCode, readCode } from '#shared/domain/codes.ts';
import { gtinForms } from '#shared/domain/gtin.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, meta, type Reader } from '../../store/reader.ts';
import { itemsTable } from './tables.ts';

/** Finds items by one kind of number: an equality on an indexed column `code`. */
interface Source {
  readonly by: FoundBy;
  /** The rest of the query after the columns of the item `i`; `?` is a list of texts as JSON. */
  readonly from: string;
}

/** Where a code is looked up, the most exact first. */
const SOURCES: readonly Source[] = [
  {
    by: 'barcode',
    from: 'json_each(?) c CROSS JOIN items i ON i.barcode = c.value COLLATE NOCASE',
  },
  { by: 'sku', from: 'json_each(?) c CROSS JOIN items i ON i.sku = c.value COLLATE NOCASE' },
  {
    by: 'supplier_sku',
    from: `json_each(?) c CROSS JOIN supplier_items o ON o.supplier_sku = c.value COLLATE NOCASE
      CROSS JOIN items i ON i.id = o.item_id`,
  },
];

const queryOf = (from: string): string => `SELECT ${itemsTable.select('i')} FROM ${from} LIMIT ?`;

/** Returns the queries that look up a code. A test shows that each uses an index. */
export function codeQueries(): string[] {
  return SOURCES.map(({ from }) => queryOf(from));
}

/**
 * Reads a scanned code and finds the items that it names: by barcode in any of its forms, then by SKU, then by a supplier's SKU. Several items may have
 * the same; active ones come first.
 */
export function findCode(
  reader: Reader,
  { text }: MethodInput<'inventory.find_code'>,
  now: number,
): MethodOutput<'inventory.find_code'> {
  const code = readCode(text, { now, timeZone: meta(reader, 'time_zone') ?? 'UTC' });
  const matches = code === null ? [] : matchesOf(reader, textsOf(code));
  return {
    code,
    matches: matches.slice(0, MAX_CODE_MATCHES),
    more: matches.length > MAX_CODE_MATCHES,
    asOf: asOf(reader, ['inventory']),
  };
}

/** What may stand in an item: the article number in each form, the product number, and the text as it was scanned. */
function textsOf(code: Pick<ReadCode, 'gtin' | 'sku' | 'text'>): string[] {
  const forms = code.gtin === undefined ? [] : gtinForms(code.gtin);
  return [...new Set([...forms, ...(code.sku === undefined ? [] : [code.sku]), code.text])];
}

function matchesOf(reader: Reader, texts: readonly string[]): CodeMatch[] {
  const found = new Map<string, CodeMatch>();
  for (const { by, from } of SOURCES) {
    const rows = reader.all<StoredRow>(queryOf(from), JSON.stringify(texts), MAX_CODE_MATCHES + 1);
    for (const item of rows.map(itemsTable.decode)) {
      if (!found.has(item.id)) found.set(item.id, { item, by });
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(a.item.status !== 'active') - Number(b.item.status !== 'active'),
  );
}
