import { TeamUser, WorkspaceSetting } from '../domain/admin.ts';
import { defineRow, json } from './define.ts';

export const userRow = defineRow({ kind: 'user', schema: TeamUser, key: ['id'] });
export const settingRow = defineRow({
  kind: 'setting',
  schema: WorkspaceSetting,
  key: ['key'],
  codecs: { value: json<WorkspaceSetting['value']>() },
});
