import type { Delivery } from '#shared/domain/lead-times.ts';
import type { Purchase, PurchaseEntry } from '#shared/domain/purchasing.ts';
import { DELIVERIES_SQL } from '#shared/rows/purchasing.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { purchaseEntriesTable, purchasesTable } from './tables.ts';

const purchaseById = rowQuery(purchasesTable, 'WHERE id = ?');
const purchaseByNumber = rowQuery(purchasesTable, 'WHERE number = ?');
const purchasesBefore = rowQuery(
  purchasesTable,
  'WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?',
);
const openPurchases = rowQuery(
  purchasesTable,
  "WHERE status IN ('draft', 'ordered', 'partly_received') ORDER BY created_at, id LIMIT ?",
);
const entriesOf = rowQuery(
  purchaseEntriesTable,
  'WHERE purchase_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
);

/** Returns a purchase order by id. */
export function readPurchase(sql: Sql, id: string): Purchase | undefined {
  return purchaseById.get(sql, id);
}

/** Returns a purchase order by its number. */
export function readPurchaseByNumber(sql: Sql, number: string): Purchase | undefined {
  return purchaseByNumber.get(sql, number);
}

/** Returns a page of purchase orders, newest first. */
export function listPurchases(sql: Sql, before: TimeKey, limit: number): Purchase[] {
  return purchasesBefore.all(sql, before.at, before.id, limit);
}

/** Returns the purchase orders that are neither received nor cancelled, oldest first. */
export function listOpenPurchases(sql: Sql, limit: number): Purchase[] {
  return openPurchases.all(sql, limit);
}

/** Returns how much of an item is on its way to a location by purchase orders. Goes through those that are open there. */
export function purchasedTo(
  sql: Sql,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
): number {
  return (
    sql
      .prepare<[string, string], { missing: number }>(
        `SELECT coalesce(sum(max(0, (e.value ->> '$.quantity') - (e.value ->> '$.received'))), 0) AS missing
         FROM purchases p INDEXED BY purchases_incoming CROSS JOIN json_each(p.lines) e
         WHERE p.location_id = ? AND p.status IN ('ordered', 'partly_received') AND e.value ->> '$.itemId' = ?`,
      )
      .get(locationId, itemId)?.missing ?? 0
  );
}

/** Returns a page of what happened to a purchase order, newest first. */
export function listPurchaseEntries(sql: Sql, id: string, beforeSeq: number, limit: number): PurchaseEntry[] {
  return entriesOf.all(sql, id, beforeSeq, limit);
}

/** Returns how many purchase orders were ever created. */
export function countPurchases(sql: Sql): number {
  // Rows are numbered in the order of their creation, and never deleted.
  return sql.prepare<[], { n: number | null }>('SELECT max(rowid) AS n FROM purchases').get()?.n ?? 0;
}

/** Returns the newest deliveries of a supplier. */
export function listDeliveries(sql: Sql, supplierId: string): Delivery[] {
  return sql.prepare<[string], Delivery>(DELIVERIES_SQL).all(supplierId);
}
