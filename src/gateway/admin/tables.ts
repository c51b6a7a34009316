import { settingRow } from '#shared/rows/admin.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Workspace settings. */
export const settingsTable = defineTable(settingRow, { name: 'settings', identity: ['key'] });
