import { DAY_MS, FIGURES_MS, HOUR_MS } from '#shared/domain/time.ts';
import { rowHistory, scanRows } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { orderEntriesTable, ordersTable, paymentsTable } from './tables.ts';

/** What a snapshot has: a day, and the day before it, with which its figures are compared. */
const RECENT_MS = 2 * DAY_MS + HOUR_MS;

/** The rows of the channel `orders`. Figures count orders by the time they were placed. */
export const ordersSnapshot: readonly RowSource[] = [
  {
    kind: ordersTable.row.kind,
    all: scanRows({ table: ordersTable, keys: ['id'] }),
    now: scanRows({ table: ordersTable, keys: ['placed_at', 'id'], where: 'placed_at >= @since' }),
    history: rowHistory({
      table: ordersTable,
      keys: ['placed_at', 'id'],
      atLeastMs: FIGURES_MS,
      inSnapshotMs: RECENT_MS,
      of: { customer: { where: 'customer_id = @of' }, order: { where: 'id = @of' } },
    }),
  },
  {
    kind: orderEntriesTable.row.kind,
    all: scanRows({ table: orderEntriesTable, keys: ['seq'] }),
    now: scanRows({ table: orderEntriesTable, keys: ['at', 'seq'], where: 'at >= @since' }),
    history: rowHistory({
      table: orderEntriesTable,
      keys: ['at', 'seq'],
      inSnapshotMs: RECENT_MS,
      of: { order: { where: 'order_id = @of', keys: ['seq'] } },
    }),
  },
];

/** The rows of the channel `payments`. Figures count them by the time they were made. */
export const paymentsSnapshot: readonly RowSource[] = [
  {
    kind: paymentsTable.row.kind,
    all: scanRows({ table: paymentsTable, keys: ['id'] }),
    now: scanRows({ table: paymentsTable, keys: ['at', 'id'], where: 'at >= @since' }),
    history: rowHistory({
      table: paymentsTable,
      keys: ['at', 'id'],
      atLeastMs: FIGURES_MS,
      inSnapshotMs: RECENT_MS,
      of: {
        order: { where: 'order_id = @of' },
        customer: { where: 'order_id IN (SELECT id FROM orders WHERE customer_id = @of)' },
      },
    }),
  },
];
