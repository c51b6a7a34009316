import type { WorkspaceSetting } from '#shared/domain/admin.ts';
import { apiKeyRows, userRows } from '../auth/index.ts';
import { wholeTable } from '../db/sources.ts';
import { rowQuery } from '../db/tables.ts';
import type { RowSource, Sql } from '../kernel.ts';
import { settingsTable } from './tables.ts';

const settingByKey = rowQuery(settingsTable, 'WHERE key = ?');

/** Returns a setting by its key. */
export function readSetting(sql: Sql, key: string): WorkspaceSetting | undefined {
  return settingByKey.get(sql, key);
}

/** The rows of the channel `admin`: users by id, settings by key, API keys by id. */
export const adminSnapshot: readonly RowSource[] = [userRows(), wholeTable(settingsTable), apiKeyRows()];
