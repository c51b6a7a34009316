import { reorderPolicyRow } from '#shared/rows/reorder.ts';
import { defineTable } from '#shared/rows/table.ts';

/** What the workspace decides about reordering. */
export const reorderPolicyTable = defineTable(reorderPolicyRow, {
  name: 'reorder_policy',
  identity: ['id'],
});
