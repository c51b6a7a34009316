import { findApiKey, findUser } from '../auth/index.ts';
import type { Audited } from '../kernel.ts';
import { readSetting } from './queries.ts';

/** Which fields the events of users, API keys and settings change. What a password was is nobody's business. */
export const adminAudited: Audited = {
  'admin.user_created': (_sql, { user }) => ({ record: `user:${user.id}`, before: null, after: user }),
  'admin.role_changed': (sql, { userId, role }) => ({
    record: `user:${userId}`,
    before: { role: findUser(sql, userId)?.role },
    after: { role },
  }),
  'admin.user_disabled': (_sql, { userId }) => ({
    record: `user:${userId}`,
    before: { disabled: false },
    after: { disabled: true },
  }),
  'admin.user_enabled': (_sql, { userId }) => ({
    record: `user:${userId}`,
    before: { disabled: true },
    after: { disabled: false },
  }),
  'admin.password_changed': () => [],
  'admin.sessions_ended': (_sql, { userId, sessionId }) => ({
    record: `user:${userId}`,
    before: null,
    after: { endedSessions: sessionId ?? 'all' },
  }),
  'admin.api_key_created': (_sql, { key }) => ({ record: `api_key:${key.id}`, before: null, after: key }),
  'admin.api_key_revoked': (sql, { keyId }) => ({
    record: `api_key:${keyId}`,
    before: { revoked: false, name: findApiKey(sql, keyId)?.name },
    after: { revoked: true, name: findApiKey(sql, keyId)?.name },
  }),
  'admin.setting_changed': (sql, { setting }) => ({
    record: `setting:${setting.key}`,
    before: { value: readSetting(sql, setting.key)?.value },
    after: { value: setting.value },
  }),
};
