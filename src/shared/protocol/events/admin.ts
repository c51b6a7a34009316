import { z } from 'zod';
import { TeamUser, WorkspaceSetting } from '../../domain/admin.ts';
import { Id } from '../../domain/ids.ts';
import { settingRow, userRow } from '../../rows/admin.ts';
import { channel } from './define.ts';

/** Users and workspace settings. */
export const admin = channel({
  name: 'admin',
  permissions: {
    'admin:read': 'admin',
    'admin:users': 'admin',
    'admin:settings': 'admin',
    'admin:audit': 'admin',
  },
  readPermission: 'admin:read',
  rows: [userRow, settingRow],
  events: {
    'admin.user_created': z.object({ user: TeamUser }),
    'admin.role_changed': z.object({ userId: Id, role: TeamUser.shape.role }),
    'admin.setting_changed': z.object({ setting: WorkspaceSetting }),
  },
});
