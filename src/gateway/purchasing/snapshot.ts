import { DAY_MS } from '#shared/domain/time.ts';
import { growingTable } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { purchaseEntriesTable, purchasesTable } from './tables.ts';

/** What a snapshot has besides all open orders: those of the last 30 days. */
const RECENT_MS = 30 * DAY_MS;

/** The rows of the channel `purchasing`. Open orders are always there, so that what is on its way is known in full. */
export const purchasingSnapshot: readonly RowSource[] = [
  growingTable({
    table: purchasesTable,
    keys: ['created_at', 'id'],
    always: "status IN ('draft', 'ordered', 'partly_received')",
    inSnapshotMs: RECENT_MS,
    of: { supplier: { where: 'supplier_id = @of' }, purchase: { where: 'id = @of' } },
  }),
  growingTable({
    table: purchaseEntriesTable,
    keys: ['at', 'seq'],
    inSnapshotMs: RECENT_MS,
    of: { purchase: { where: 'purchase_id = @of', keys: ['seq'] } },
  }),
];
