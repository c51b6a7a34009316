import { countLineRow, countRow } from '#shared/rows/counts.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Stocktake sheets, numbered by `k`. */
export const countsTable = defineTable(countRow, { name: 'counts', identity: ['k'] });

/** The lines of the sheets. */
export const countLinesTable = defineTable(countLineRow, {
  name: 'count_lines',
  identity: ['count_id', 'n'],
});
