import { ApiKey, User, WorkspaceSetting } from '../domain/admin.ts';
import { defineRow, json } from './define.ts';

/** Users, as administrators see them. */
export const userRow = defineRow<User>({ kind: 'user', schema: User, key: ['id'] });
/** API keys, as administrators see them. */
export const apiKeyRow = defineRow({
  kind: 'api_key',
  schema: ApiKey,
  key: ['id'],
  codecs: { permissions: json<string[]>() },
});
/** Workspace settings. */
export const settingRow = defineRow({
  kind: 'setting',
  schema: WorkspaceSetting,
  key: ['key'],
  codecs: { value: json<WorkspaceSetting['value']>() },
});
