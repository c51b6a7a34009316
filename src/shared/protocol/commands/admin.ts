import { z } from 'zod';
import {
  ApiKeySecret,
  NewPassword,
  NewTeamUser,
  passwordWeakness,
  TeamUser,
  WorkspaceSetting,
  weakPasswordIssue,
} from '../../domain/admin.ts';
import { Branding } from '../../domain/branding.ts';
import { Id, Timestamp, Uuid } from '../../domain/ids.ts';
import { command } from './define.ts';

const byUser = (data: { userId: string }): string => `user:${data.userId}`;
const aboutUser = z.strictObject({ userId: Id });

/** Commands on users, API keys and workspace settings. */
export const adminCommands = {
  'admin.create_user': command({
    input: z.strictObject({ user: NewTeamUser, password: NewPassword }).superRefine((data, context) => {
      const { username, name } = data.user;
      if (passwordWeakness(data.password, [username, name]) !== null)
        context.addIssue({ ...weakPasswordIssue('common'), path: ['password'] });
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
    subject: byUser,
  }),
  /** Ends the user's sessions at once, and lets nobody sign in as the user until `admin.enable_user`. */
  'admin.disable_user': command({
    input: aboutUser,
    output: z.object({}),
    permission: 'admin:users',
    subject: byUser,
  }),
  'admin.enable_user': command({
    input: aboutUser,
    output: z.object({}),
    permission: 'admin:users',
    subject: byUser,
  }),
  /** Sets a user's password and ends the user's sessions. */
  'admin.reset_password': command({
    input: z.strictObject({ userId: Id, password: NewPassword }),
    output: z.object({}),
    permission: 'admin:users',
    subject: byUser,
    secret: ['password'],
  }),
  /** Ends one of a user's sessions, or with a null `sessionId` all of them. */
  'admin.end_sessions': command({
    input: z.strictObject({ userId: Id, sessionId: Id.nullable() }),
    output: z.object({}),
    permission: 'admin:users',
    subject: byUser,
  }),
  /**
   * Creates an API key with some of the caller's permissions. The caller makes the key itself, 32 random bytes, so that it is
   * in no reply and stored nowhere; the gateway keeps a hash.
   */
  'admin.create_api_key': command({
    input: z.strictObject({
      keyId: Uuid,
      name: z.string().trim().min(1, 'Enter a name.').max(100),
      permissions: z.array(z.string().min(1).max(100)).min(1, 'Choose at least one permission.').max(100),
      expiresAt: Timestamp.nullable(),
      key: ApiKeySecret,
    }),
    output: z.object({ keyId: Id }),
    permission: 'admin:users',
    subject: (d) => `api_key:${d.keyId}`,
    secret: ['key'],
  }),
  'admin.revoke_api_key': command({
    input: z.strictObject({ keyId: Id }),
    output: z.object({}),
    permission: 'admin:users',
    subject: (d) => `api_key:${d.keyId}`,
  }),
  'admin.set_setting': command({
    input: z.strictObject({ setting: WorkspaceSetting }),
    output: z.object({}),
    permission: 'admin:settings',
    subject: (d) => `setting:${d.setting.key}`,
  }),
  /** Sets how the customer page looks. `seen` is what stood when the change was begun; refused as `conflict` if something else does. */
  'admin.set_branding': command({
    input: z.strictObject({ branding: Branding, seen: Branding }),
    output: z.object({}),
    permission: 'admin:settings',
    subject: () => 'setting:branding',
  }),
} as const;
