import type { MethodInput, MethodOutput } from '#shared/bridge/index.ts';
import type { OpenLine, OrderableItem } from '#shared/bridge/purchasing.ts';
import { isLate, missingOf } from '#shared/domain/purchasing.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { olderThan } from '../../store/older.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { entriesPage } from '../../store/record-entries.ts';
import { likePatterns, searchTerms } from '../../store/text.ts';
import { suppliersTable } from '../suppliers/tables.ts';
import { pendingPurchases, withEffects } from './effects.ts';
import { INCOMING, todayOf } from './search-list.ts';
import { purchaseEntriesTable, purchasesTable } from './tables.ts';

/** Returns an order as it stands with the user's unsettled commands. */
export function order(
  reader: Reader,
  { purchaseId }: MethodInput<'purchasing.order'>,
  now: number,
): MethodOutput<'purchasing.order'> {
  const found = reader.get<StoredRow & { seq: number; locationName: string }>(
    `SELECT p.seq, ${purchasesTable.select('p')}, coalesce(l.name, p.location_id) AS locationName
     FROM purchases p LEFT JOIN locations l ON l.id = p.location_id WHERE p.id = ?`,
    purchaseId,
  );
  const provenance = asOf(reader, ['purchasing']);
  if (!found)
    return {
      ...{ purchase: null, locationName: null, supplier: null, barcodes: [], late: false },
      ...{ pending: false, seq: 0, asOf: provenance },
      ...olderThan(reader, {
        ...{ channel: 'purchasing', kind: 'purchase', of: { kind: 'purchase', id: purchaseId } },
        ...{ before: null, isLast: true, at: null },
      }),
    };
  const stored = purchasesTable.decode(found);
  const pending = pendingPurchases(reader).get(purchaseId) ?? [];
  const purchase = withEffects(stored, pending);
  const supplier = reader.get<StoredRow>(
    `SELECT ${suppliersTable.select()} FROM suppliers WHERE id = ?`,
    purchase.supplierId,
  );
  return {
    purchase,
    locationName: found.locationName,
    supplier: supplier ? suppliersTable.decode(supplier) : null,
    barcodes: purchase.lines.map(
      ({ itemId }) =>
        reader.get<{ barcode: string | null }>('SELECT barcode FROM items WHERE id = ?', itemId)?.barcode ??
        null,
    ),
    late: isLate(purchase, todayOf(reader, now)),
    pending: pending.length > 0,
    seq: found.seq,
    asOf: provenance,
  };
}

/** Lists what happened to an order, newest first. */
export function entries(
  reader: Reader,
  input: MethodInput<'purchasing.entries'>,
): MethodOutput<'purchasing.entries'> {
  const { purchaseId } = input;
  const of = { kind: 'purchase', id: purchaseId };
  return entriesPage(reader, input, { channel: 'purchasing', kind: 'purchase_entry', of }, (before, limit) =>
    reader
      .all<StoredRow>(
        `SELECT ${purchaseEntriesTable.select()} FROM purchase_entries WHERE purchase_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
        purchaseId,
        before,
        limit,
      )
      .map(purchaseEntriesTable.decode),
  );
}

/** The open lines of an item that are listed at most. */
const MAX_OPEN_LINES = 200;

/** Lists the lines of open orders that an item is on, the earliest first. All open orders are in the cache. */
export function ofItem(
  reader: Reader,
  { itemId }: MethodInput<'purchasing.of_item'>,
  now: number,
): MethodOutput<'purchasing.of_item'> {
  type Found = Omit<OpenLine, 'late' | 'missing'> & {
    readonly status: 'ordered' | 'partly_received';
    readonly quantity: number;
    readonly received: number;
  };
  const found = reader.all<Found>(
    `SELECT p.id AS purchaseId, p.number, p.supplier_name AS supplierName, p.location_id AS locationId, p.status,
       coalesce(l.name, p.location_id) AS locationName, p.expected_on AS expectedOn,
       line.value ->> '$.quantity' AS quantity, line.value ->> '$.received' AS received
     FROM purchases p INDEXED BY purchases_by_status CROSS JOIN json_each(p.lines) line
     LEFT JOIN locations l ON l.id = p.location_id
     WHERE p.status IN (${INCOMING}) AND instr(p.lines, ?) > 0 AND line.value ->> '$.itemId' = ?
       AND line.value ->> '$.received' < line.value ->> '$.quantity'
     ORDER BY p.expected_on IS NULL, p.expected_on, p.created_at, p.k LIMIT ${MAX_OPEN_LINES}`,
    JSON.stringify(itemId),
    itemId,
  );
  const today = todayOf(reader, now);
  return {
    lines: found.map(({ status, quantity, received, ...line }) => ({
      ...line,
      missing: missingOf({ quantity, received }),
      late: isLate({ status, expectedOn: line.expectedOn }, today),
    })),
    asOf: asOf(reader, ['purchasing']),
  };
}

const ORDERABLE = `i.id AS itemId, i.sku, i.name, i.barcode, i.unit, o.supplier_sku AS supplierSku,
  coalesce(o.pack_size, 1) AS packSize, o.price`;

/** Finds items to order: what the supplier sells first, then all others. */
export function findItems(
  reader: Reader,
  { search, supplierId, limit }: MethodInput<'purchasing.find_items'>,
): MethodOutput<'purchasing.find_items'> {
  const patterns = likePatterns(searchTerms(search));
  const like = (words: string): string => patterns.map(() => `AND ' ' || ${words} || ' ' LIKE ?`).join(' ');
  const offered = reader.all<OrderableItem>(
    `SELECT ${ORDERABLE} FROM supplier_items o JOIN items i ON i.id = o.item_id
     WHERE o.supplier_id = ? AND i.status = 'active' ${like("i.words || ' ' || o.words")}
     ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
    supplierId,
    ...patterns,
    limit,
  );
  const others =
    patterns.length === 0 || offered.length === limit
      ? []
      : reader.all<OrderableItem>(
          `SELECT ${ORDERABLE} FROM items i LEFT JOIN supplier_items o ON o.supplier_id = ? AND o.item_id = i.id
           WHERE o.item_id IS NULL AND i.status = 'active' ${like('i.words')}
           ORDER BY i.name COLLATE NOCASE, i.id LIMIT ?`,
          supplierId,
          ...patterns,
          limit - offered.length,
        );
  return { items: [...offered, ...others], asOf: asOf(reader, ['inventory', 'suppliers']) };
}

/** Returns items by their ids, with what a supplier says about them. */
export function itemsById(
  reader: Reader,
  { supplierId, itemIds }: MethodInput<'purchasing.items'>,
): MethodOutput<'purchasing.items'> {
  return {
    items: reader.all<OrderableItem>(
      `SELECT ${ORDERABLE} FROM json_each(?) wanted JOIN items i ON i.id = wanted.value
       LEFT JOIN supplier_items o ON o.supplier_id = ? AND o.item_id = i.id`,
      JSON.stringify([...new Set(itemIds)]),
      supplierId,
    ),
    asOf: asOf(reader, ['inventory', 'suppliers']),
  };
}
