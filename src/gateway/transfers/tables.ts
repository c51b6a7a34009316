import { defineTable } from '#shared/rows/table.ts';
import { transferRow } from '#shared/rows/transfers.ts';

/** Transfers, numbered by `k`. */
export const transfersTable = defineTable(transferRow, { name: 'transfers', identity: ['k'] });
