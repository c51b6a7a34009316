import { supplierItemRow, supplierRow } from '#shared/rows/suppliers.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Suppliers. */
export const suppliersTable = defineTable(supplierRow, { name: 'suppliers', identity: ['id'] });

/** The items that suppliers sell. */
export const supplierItemsTable = defineTable(supplierItemRow, {
  name: 'supplier_items',
  identity: ['supplier_id', 'item_id'],
});
