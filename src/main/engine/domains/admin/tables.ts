import { apiKeyRow, settingRow, userRow } from '#shared/rows/admin.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Users, also disabled ones. */
export const usersTable = defineTable(userRow, { name: 'users', identity: ['id'] });
/** Workspace settings. */
export const settingsTable = defineTable(settingRow, { name: 'settings', identity: ['key'] });
/** API keys, also revoked ones. */
export const apiKeysTable = defineTable(apiKeyRow, { name: 'api_keys', identity: ['id'] });
