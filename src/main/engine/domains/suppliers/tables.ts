import { supplierItemRow, supplierRow } from '#shared/rows/suppliers.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Suppliers. `words` are the searchable words, folded as in the text index. */
export const suppliersTable = defineTable(supplierRow, {
  name: 'suppliers',
  identity: ['k'],
  own: { words: own<string>() },
});

/** The items that suppliers sell. `words` are those of the supplier's SKU. */
export const supplierItemsTable = defineTable(supplierItemRow, {
  name: 'supplier_items',
  identity: ['supplier_id', 'item_id'],
  own: { words: own<string>() },
});
