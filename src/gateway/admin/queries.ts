import { TIME_ZONE_SETTING, type WorkspaceSetting } from '#shared/domain/admin.ts';
import { type Branding, brandingOf } from '#shared/domain/branding.ts';
import { isTimeZone } from '#shared/domain/time.ts';
import { apiKeyRows, userRows } from '../auth/index.ts';
import type { GatewayConfig } from '../config.ts';
import { wholeTable } from '../db/sources.ts';
import { rowQuery } from '../db/tables.ts';
import type { RowSource, Sql } from '../kernel.ts';
import { settingsTable } from './tables.ts';

const settingByKey = rowQuery(settingsTable, 'WHERE key = ?');

/** Returns a setting by its key. */
export function readSetting(sql: Sql, key: string): WorkspaceSetting | undefined {
  return settingByKey.get(sql, key);
}

/** Returns the workspace's time zone: the one that an administrator has set, else the configured one. */
export function workspaceTimeZone(sql: Sql, config: Pick<GatewayConfig, 'workspace'>): string {
  const value = readSetting(sql, TIME_ZONE_SETTING)?.value;
  return typeof value === 'string' && isTimeZone(value) ? value : config.workspace.timeZone;
}

/** Returns how the customer page looks. */
export function readBranding(sql: Sql): Branding {
  return brandingOf((key) => readSetting(sql, key)?.value);
}

/** The rows of the channel `admin`: users by id, settings by key, API keys by id. */
export const adminSnapshot: readonly RowSource[] = [userRows(), wholeTable(settingsTable), apiKeyRows()];
