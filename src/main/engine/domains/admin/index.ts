import type { TeamUser, WorkspaceSetting } from '#shared/domain/admin.ts';
import { settingRow, userRow } from '#shared/rows/admin.ts';
import { defineTable } from '#shared/rows/table.ts';
import type { EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import * as rows from './migrations/0120-admin-rows.ts';

const usersTable = defineTable(userRow, { name: 'users', identity: ['id'] });
const settingsTable = defineTable(settingRow, { name: 'settings', identity: ['key'] });

/** Projects the channel `admin`: users and workspace settings. */
function adminProjection(context: ProjectionContext): ChannelProjection<'admin'> {
  const { changes } = context;
  const users = context.bind(usersTable);
  const settings = context.bind(settingsTable);
  const setRole = users.updater(['role']);
  const putUser = (user: TeamUser): boolean => {
    users.upsert(user, {});
    changes.touch('admin', user.id);
    return true;
  };
  const putSetting = (setting: WorkspaceSetting): boolean => {
    settings.upsert(setting, {});
    changes.touch('admin', setting.key);
    return true;
  };
  return {
    channel: 'admin',
    tallies: [],
    events: {
      'admin.user_created': (event) => putUser(event.data.user),
      'admin.role_changed': ({ data }) => {
        changes.touch('admin', data.userId);
        return setRole(data.role, data.userId) === 1;
      },
      'admin.setting_changed': (event) => putSetting(event.data.setting),
    },
    rows: {
      user: (row) => void putUser(userRow.schema.parse(row)),
      setting: (row) => void putSetting(settingRow.schema.parse(row)),
    },
    clear: () => {
      users.clear();
      settings.clear();
    },
  };
}

/** The domain of users and workspace settings. */
export const adminDomain: EngineDomain = {
  name: 'admin',
  migrations: [{ version: 120, ...rows }],
  projections: { admin: adminProjection },
  dumps: { admin: dumpTables(usersTable, settingsTable) },
  activity: {
    'admin.user_created': ({ user }) => ({
      values: { name: user.name, role: user.role },
      subject: { kind: 'user', id: user.id },
    }),
    'admin.role_changed': ({ userId, role }) => ({ values: { role }, subject: { kind: 'user', id: userId } }),
    'admin.setting_changed': ({ setting }) => ({ values: { key: setting.key }, subject: null }),
  },
};
