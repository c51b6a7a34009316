import { boardRow } from '#shared/rows/boards.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Boards. */
export const boardsTable = defineTable(boardRow, { name: 'boards', identity: ['id'] });
