import { findUser } from '../auth/index.ts';
import type { Audited } from '../kernel.ts';
import { readSetting } from './queries.ts';

/** Which fields the events of users and settings change. */
export const adminAudited: Audited = {
  'admin.user_created': (_sql, { user }) => ({ record: `user:${user.id}`, before: null, after: user }),
  'admin.role_changed': (sql, { userId, role }) => ({
    record: `user:${userId}`,
    before: { role: findUser(sql, userId)?.role },
    after: { role },
  }),
  'admin.setting_changed': (sql, { setting }) => ({
    record: `setting:${setting.key}`,
    before: { value: readSetting(sql, setting.key)?.value },
    after: { value: setting.value },
  }),
};
