import { z } from 'zod';
import { TeamUser, WorkspaceSetting } from '../../domain/admin.ts';
import { Id } from '../../domain/ids.ts';
import { command } from './define.ts';

/** Commands on users and workspace settings. */
export const adminCommands = {
  'admin.create_user': command({
    input: z.strictObject({
      user: TeamUser,
      password: z.string().min(10, 'Use at least 10 characters.').max(200),
    }),
    output: z.object({ userId: Id }),
    permission: 'admin:users',
    subject: (d) => `user:${d.user.id}`,
    secret: ['password'],
  }),
  'admin.set_role': command({
    input: z.strictObject({ userId: Id, role: TeamUser.shape.role }),
    output: z.object({}),
    permission: 'admin:users',
    subject: (d) => `user:${d.userId}`,
  }),
  'admin.set_setting': command({
    input: z.strictObject({ setting: WorkspaceSetting }),
    output: z.object({}),
    permission: 'admin:settings',
    subject: (d) => `setting:${d.setting.key}`,
  }),
} as const;
