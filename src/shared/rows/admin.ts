import { TeamUser, WorkspaceSetting } from '../domain/admin.ts';
import { defineRow, json } from './define.ts';

/** Users, as administrators see them. */
export const userRow = defineRow({ kind: 'user', schema: TeamUser, key: ['id'] });
/** Workspace settings. */
export const settingRow = defineRow({
  kind: 'setting',
  schema: WorkspaceSetting,
  key: ['key'],
  codecs: { value: json<WorkspaceSetting['value']>() },
});
