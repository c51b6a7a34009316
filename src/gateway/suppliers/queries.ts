import type { Supplier, SupplierItem } from '#shared/domain/suppliers.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import { supplierItemsTable, suppliersTable } from './tables.ts';

const supplierById = rowQuery(suppliersTable, 'WHERE id = ?');
const suppliersAfter = rowQuery(suppliersTable, 'WHERE id > ? ORDER BY id LIMIT ?');
const offer = rowQuery(supplierItemsTable, 'WHERE supplier_id = ? AND item_id = ?');
const offersOfSupplier = rowQuery(
  supplierItemsTable,
  'WHERE supplier_id = ? AND item_id > ? ORDER BY item_id LIMIT ?',
);
const preferredOffer = rowQuery(supplierItemsTable, 'WHERE item_id = ? AND preferred = 1');

/** Returns a supplier by id. */
export function readSupplier(sql: Sql, id: string): Supplier | undefined {
  return supplierById.get(sql, id);
}

/** Returns a page of suppliers, by id. */
export function listSuppliers(sql: Sql, after: string, limit: number): Supplier[] {
  return suppliersAfter.all(sql, after, limit);
}

/** Returns what a supplier sells an item for. */
export function readOffer(sql: Sql, supplierId: string, itemId: string): SupplierItem | undefined {
  return offer.get(sql, supplierId, itemId);
}

/** Returns a page of a supplier's items, by item. */
export function listOffers(sql: Sql, supplierId: string, afterItem: string, limit: number): SupplierItem[] {
  return offersOfSupplier.all(sql, supplierId, afterItem, limit);
}

/** Returns the offer of an item's preferred supplier. */
export function readPreferredOffer(sql: Sql, itemId: string): SupplierItem | undefined {
  return preferredOffer.get(sql, itemId);
}

/** Whether a supplier sells anything. */
export function hasOffers(sql: Sql, supplierId: string): boolean {
  const found = sql.prepare<[string]>('SELECT 1 FROM supplier_items WHERE supplier_id = ? LIMIT 1');
  return found.get(supplierId) !== undefined;
}

/** What a supplier sells an item for, with the terms of the supplier. */
export type SupplierOffer = Omit<Supplier, 'version'> & SupplierItem;

/** Returns the offers of active suppliers for some items, by item. */
export function offersOfItems(sql: Sql, itemIds: readonly string[]): ReadonlyMap<string, SupplierOffer[]> {
  const rows = sql
    .prepare<[string], StoredRow & { readonly supplier: string }>(
      `SELECT ${supplierItemsTable.select('o')}, s.id AS supplier FROM json_each(?) i
       CROSS JOIN supplier_items o ON o.item_id = i.value JOIN suppliers s ON s.id = o.supplier_id AND s.status = 'active'`,
    )
    .all(JSON.stringify(itemIds));
  const suppliers = new Map<string, Supplier | undefined>();
  const offers = rows.flatMap((row): SupplierOffer[] => {
    if (!suppliers.has(row.supplier)) suppliers.set(row.supplier, readSupplier(sql, row.supplier));
    const supplier = suppliers.get(row.supplier);
    return supplier ? [{ ...supplier, ...supplierItemsTable.decode(row) }] : [];
  });
  return Map.groupBy(offers, ({ itemId }) => itemId);
}
