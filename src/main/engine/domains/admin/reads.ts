import type { MethodOutput } from '#shared/bridge/index.ts';
import { BRANDING_SETTINGS, brandingOf } from '#shared/domain/branding.ts';
import type { StoredRow } from '#shared/rows/define.ts';
import { asOf, type Reader } from '../../store/reader.ts';
import { apiKeysTable, settingsTable, usersTable } from './tables.ts';

/** The rows a list has at most; more are not shown. */
const MAX_ROWS = 500;

/** Returns the users: those who can sign in by name, then the disabled ones. */
export function users(reader: Reader): MethodOutput<'admin.users'> {
  const rows = reader.all<StoredRow>(
    `SELECT ${usersTable.select()} FROM users ORDER BY disabled_at IS NOT NULL, name COLLATE NOCASE, id LIMIT ${MAX_ROWS}`,
  );
  return { users: rows.map(usersTable.decode), asOf: asOf(reader, ['admin']) };
}

/** Returns the API keys, newest first. */
export function apiKeys(reader: Reader): MethodOutput<'admin.api_keys'> {
  const rows = reader.all<StoredRow>(
    `SELECT ${apiKeysTable.select()} FROM api_keys ORDER BY revoked_at IS NOT NULL, created_at DESC, id LIMIT ${MAX_ROWS}`,
  );
  return { keys: rows.map(apiKeysTable.decode), asOf: asOf(reader, ['admin']) };
}

/** Returns how the customer page looks. */
export function branding(reader: Reader): MethodOutput<'admin.branding'> {
  const keys = Object.values(BRANDING_SETTINGS);
  const rows = reader.all<StoredRow>(
    `SELECT ${settingsTable.select()} FROM settings WHERE key IN (${keys.map(() => '?').join(', ')})`,
    ...keys,
  );
  const values = new Map(rows.map((row) => settingsTable.decode(row)).map(({ key, value }) => [key, value]));
  return { branding: brandingOf((key) => values.get(key)), asOf: asOf(reader, ['admin']) };
}
