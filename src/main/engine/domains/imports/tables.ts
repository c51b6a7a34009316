import { importRow } from '#shared/rows/imports.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Imports. */
export const importsTable = defineTable(importRow, { name: 'imports', identity: ['id'] });
