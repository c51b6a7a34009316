import { z } from 'zod';
import { ApiKey, TeamUser, WorkspaceSetting } from '../../domain/admin.ts';
import { Id } from '../../domain/ids.ts';
import { apiKeyRow, settingRow, userRow } from '../../rows/admin.ts';
import { channel } from './define.ts';

const aboutUser = z.object({ userId: Id });

/** Users, API keys and workspace settings. */
export const admin = channel({
  name: 'admin',
  permissions: {
    'admin:read': 'admin',
    'admin:users': 'admin',
    'admin:settings': 'admin',
    'admin:audit': 'admin',
  },
  readPermission: 'admin:read',
  rows: [userRow, settingRow, apiKeyRow],
  events: {
    'admin.user_created': z.object({ user: TeamUser }),
    'admin.role_changed': z.object({ userId: Id, role: TeamUser.shape.role }),
    'admin.user_disabled': aboutUser,
    'admin.user_enabled': aboutUser,
    /** By an administrator, or by the user. */
    'admin.password_changed': aboutUser,
    /** An administrator has ended one of a user's sessions, or all of them. */
    'admin.sessions_ended': z.object({ userId: Id, sessionId: Id.nullable() }),
    'admin.api_key_created': z.object({ key: ApiKey }),
    'admin.api_key_revoked': z.object({ keyId: Id }),
    'admin.setting_changed': z.object({ setting: WorkspaceSetting }),
  },
});
