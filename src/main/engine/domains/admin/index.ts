import type { User, WorkspaceSetting } from '#shared/domain/admin.ts';
import { apiKeyRow, settingRow, userRow } from '#shared/rows/admin.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import type { Reader } from '../../store/reader.ts';
import * as rows from './migrations/0120-admin-rows.ts';
import * as people from './migrations/0190-people.ts';
import { apiKeys, branding, users as listUsers } from './reads.ts';
import { apiKeysTable, settingsTable, usersTable } from './tables.ts';

/** Projects the channel `admin`: users, API keys and workspace settings. */
function adminProjection(context: ProjectionContext): ChannelProjection<'admin'> {
  const { changes } = context;
  const users = context.bind(usersTable);
  const settings = context.bind(settingsTable);
  const keys = context.bind(apiKeysTable);
  const setRole = users.updater(['role']);
  const setDisabled = users.updater(['disabledAt']);
  const setRevoked = keys.updater(['revokedAt']);
  const putUser = (user: User): boolean => {
    users.upsert(user, {});
    changes.touch('admin', user.id);
    return true;
  };
  const putSetting = (setting: WorkspaceSetting): boolean => {
    settings.upsert(setting, {});
    changes.touch('admin', setting.key);
    return true;
  };
  const touch = (id: string): boolean => {
    changes.touch('admin', id);
    return true;
  };
  return {
    channel: 'admin',
    tallies: [],
    events: {
      'admin.user_created': (event) => putUser({ ...event.data.user, disabledAt: null }),
      'admin.role_changed': ({ data }) => touch(data.userId) && setRole(data.role, data.userId) === 1,
      'admin.user_disabled': ({ at, data }) => touch(data.userId) && setDisabled(at, data.userId) === 1,
      'admin.user_enabled': ({ data }) => touch(data.userId) && setDisabled(null, data.userId) === 1,
      'admin.password_changed': ({ data }) => touch(data.userId),
      'admin.sessions_ended': ({ data }) => touch(data.userId),
      'admin.api_key_created': ({ data }) => {
        keys.upsert(data.key, {});
        return touch(data.key.id);
      },
      'admin.api_key_revoked': ({ at, data }) => touch(data.keyId) && setRevoked(at, data.keyId) === 1,
      'admin.setting_changed': (event) => putSetting(event.data.setting),
    },
    rows: {
      user: (row) => void putUser(userRow.schema.parse(row)),
      setting: (row) => void putSetting(settingRow.schema.parse(row)),
      api_key: (row) => {
        const key = apiKeyRow.schema.parse(row);
        keys.upsert(key, {});
        changes.touch('admin', key.id);
      },
    },
    clear: () => {
      users.clear();
      settings.clear();
      keys.clear();
    },
  };
}

/** Describes an event about a user, by name where the cache has the user. */
function aboutUser({ userId }: { readonly userId: string }, reader: Reader): Described {
  const found = reader.get<{ name: string }>('SELECT name FROM users WHERE id = ?', userId);
  return { values: { name: found?.name ?? userId }, subject: { kind: 'user', id: userId } };
}

/** The domain of users, API keys and workspace settings. */
export const adminDomain: EngineDomain = {
  name: 'admin',
  migrations: [
    { version: 120, ...rows },
    { version: 190, ...people },
  ],
  projections: { admin: adminProjection },
  dumps: { admin: dumpTables(usersTable, settingsTable, apiKeysTable) },
  reads: { 'admin.users': listUsers, 'admin.api_keys': apiKeys, 'admin.branding': branding },
  activity: {
    'admin.user_created': ({ user }) => ({
      values: { name: user.name, role: user.role },
      subject: { kind: 'user', id: user.id },
    }),
    'admin.role_changed': ({ userId, role }) => ({ values: { role }, subject: { kind: 'user', id: userId } }),
    'admin.user_disabled': aboutUser,
    'admin.user_enabled': aboutUser,
    'admin.password_changed': aboutUser,
    'admin.sessions_ended': aboutUser,
    'admin.api_key_created': ({ key }) => ({ values: { name: key.name }, subject: null }),
    'admin.api_key_revoked': ({ keyId }, reader) => ({
      values: {
        name: reader.get<{ name: string }>('SELECT name FROM api_keys WHERE id = ?', keyId)?.name ?? keyId,
      },
      subject: null,
    }),
    'admin.setting_changed': ({ setting }) => ({ values: { key: setting.key }, subject: null }),
  },
};
