import { DAY_MS, FIGURES_MS, HOUR_MS } from '#shared/domain/time.ts';
import { growingTable, rowHistory, scanRows } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import {
  disputesTable,
  orderEntriesTable,
  ordersTable,
  paymentsTable,
  payoutsTable,
  shipmentsTable,
} from './tables.ts';

/** What a snapshot has: a day, and the day before it, with which its figures are compared. */
const RECENT_MS = 2 * DAY_MS + HOUR_MS;

/** The rows of the channel `orders`. Figures count orders by the time they were placed. */
export const ordersSnapshot: readonly RowSource[] = [
  growingTable({
    table: ordersTable,
    keys: ['placed_at', 'id'],
    atLeastMs: FIGURES_MS,
    inSnapshotMs: RECENT_MS,
    of: { customer: { where: 'customer_id = @of' }, order: { where: 'id = @of' } },
  }),
  growingTable({
    table: orderEntriesTable,
    keys: ['at', 'seq'],
    inSnapshotMs: RECENT_MS,
    of: { order: { where: 'order_id = @of', keys: ['seq'] } },
  }),
  growingTable({
    table: shipmentsTable,
    keys: ['at', 'id'],
    inSnapshotMs: RECENT_MS,
    of: { order: { where: 'order_id = @of' } },
  }),
];

/** The rows of the channel `payments`. Figures count them by the time they were made. */
export const paymentsSnapshot: readonly RowSource[] = [
  growingTable({
    table: paymentsTable,
    keys: ['at', 'id'],
    atLeastMs: FIGURES_MS,
    inSnapshotMs: RECENT_MS,
    of: {
      order: { where: 'order_id = @of' },
      customer: { where: 'order_id IN (SELECT id FROM orders WHERE customer_id = @of)' },
    },
  }),
  // At first the disputes that are not decided.
  {
    kind: disputesTable.row.kind,
    all: scanRows({ table: disputesTable, keys: ['id'] }),
    now: scanRows({
      table: disputesTable,
      keys: ['id'],
      where: "status IN ('needs_response', 'under_review')",
    }),
    history: rowHistory({
      table: disputesTable,
      keys: ['opened_at', 'id'],
      of: { order: { where: 'order_id = @of' } },
    }),
  },
  growingTable({
    table: payoutsTable,
    keys: ['at', 'id'],
    inSnapshotMs: 4 * DAY_MS,
    of: { payout: { where: 'id = @of' } },
  }),
];
