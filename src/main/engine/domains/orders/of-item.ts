import type { Reader } from '../../store/reader.ts';
import { ftsQuery, searchTerms } from '../../store/text.ts';

/** The orders of an item that are looked through at most. */
const MAX_ORDERS = 5_000;

/** Returns the keys of the cached orders with an item. They are found by the SKU that the item has now, in the index of words. */
export function ordersOfItem(reader: Reader, itemId: string): number[] {
  const item = reader.get<{ sku: string }>('SELECT sku FROM items WHERE id = ?', itemId);
  const terms = searchTerms(item?.sku ?? '');
  if (terms.length === 0) return [];
  return reader
    .all<{ k: number }>(
      `SELECT o.k FROM orders o WHERE o.k IN (SELECT rowid FROM orders_fts WHERE orders_fts MATCH ?)
         AND EXISTS (SELECT 1 FROM json_each(o.lines) l WHERE l.value ->> 'itemId' = ?) LIMIT ${MAX_ORDERS}`,
      ftsQuery(terms, true),
      itemId,
    )
    .map(({ k }) => k);
}
