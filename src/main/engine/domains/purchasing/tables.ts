import { purchaseEntryRow, purchaseRow } from '#shared/rows/purchasing.ts';
import { defineTable, own } from '#shared/rows/table.ts';

/** Purchase orders. `seq` is that of the last change; `words` are the searchable words, folded as in the text index. */
export const purchasesTable = defineTable(purchaseRow, {
  name: 'purchases',
  identity: ['k'],
  own: { seq: own<number>(), words: own<string>() },
});

/** What happened to purchase orders. */
export const purchaseEntriesTable = defineTable(purchaseEntryRow, {
  name: 'purchase_entries',
  identity: ['seq'],
});
