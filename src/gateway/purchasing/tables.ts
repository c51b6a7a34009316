import { purchaseEntryRow, purchaseRow } from '#shared/rows/purchasing.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Purchase orders. */
export const purchasesTable = defineTable(purchaseRow, { name: 'purchases', identity: ['id'] });

/** What happened to purchase orders. */
export const purchaseEntriesTable = defineTable(purchaseEntryRow, {
  name: 'purchase_entries',
  identity: ['seq'],
});
