import { settingRow } from '#shared/rows/admin.ts';
import { defineTable } from '#shared/rows/table.ts';

export const settingsTable = defineTable(settingRow, { name: 'settings', identity: ['key'] });
