import { rowHistory, scanRows, wholeTable } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { countLinesTable, countsTable } from './tables.ts';

/** The rows of the channel `counts`: all sheets, and at first the lines of those that are open. */
export const countsSnapshot: readonly RowSource[] = [
  wholeTable(countsTable),
  {
    kind: countLinesTable.row.kind,
    all: scanRows({ table: countLinesTable, keys: ['count_id', 'n'] }),
    now: scanRows({
      table: countLinesTable,
      keys: ['count_id', 'n'],
      where: "count_id IN (SELECT id FROM counts WHERE status IN ('counting', 'reviewing'))",
    }),
    history: rowHistory({
      table: countLinesTable,
      keys: ['started_at', 'count_id', 'n'],
      of: { count: { where: 'count_id = @of', keys: ['count_id', 'n'] } },
    }),
  },
];
