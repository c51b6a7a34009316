import { FIGURES_MS } from '#shared/domain/time.ts';
import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { alertRulesTable, alertsTable } from './tables.ts';

/** The rows of the channel `alerts`: the open alerts, those resolved lately, and the rules. */
export const alertsSnapshot: readonly RowSource[] = [
  {
    kind: alertsTable.row.kind,
    all: scanRows({ table: alertsTable, keys: ['id'] }),
    now: scanRows({ table: alertsTable, keys: ['raised_at', 'id'], where: 'resolved_at IS NULL' }),
    // Sorted by when it ended: figures need what ended in their window, whenever it was raised.
    history: rowHistory({
      table: alertsTable,
      keys: ['resolved_at', 'id'],
      where: 'resolved_at IS NOT NULL',
      atLeastMs: FIGURES_MS,
    }),
  },
  wholeTable(alertRulesTable),
];
