import { defineTable } from '#shared/rows/table.ts';
import { viewRow } from '#shared/rows/views.ts';

/** Saved views. */
export const viewsTable = defineTable(viewRow, { name: 'views', identity: ['id'] });
