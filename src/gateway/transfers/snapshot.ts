import { rowHistory, scanRows } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { transfersTable } from './tables.ts';

/** The rows of the channel `transfers`: at first those that have not ended. */
export const transfersSnapshot: readonly RowSource[] = [
  {
    kind: transfersTable.row.kind,
    all: scanRows({ table: transfersTable, keys: ['id'] }),
    now: scanRows({
      table: transfersTable,
      keys: ['id'],
      where: "status IN ('draft', 'in_transit', 'partially_received')",
    }),
    history: rowHistory({
      table: transfersTable,
      keys: ['created_at', 'id'],
      of: { transfer: { where: 'id = @of' } },
    }),
  },
];
