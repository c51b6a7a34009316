import { cannedReplyRow, macroRow } from '#shared/rows/canned.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Canned replies. */
export const repliesTable = defineTable(cannedReplyRow, { name: 'canned_replies', identity: ['id'] });

/** Macros. */
export const macrosTable = defineTable(macroRow, { name: 'macros', identity: ['id'] });
