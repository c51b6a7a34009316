import { z } from 'zod';
import { TeamUser, WorkspaceSetting } from '../../domain/admin.ts';
import { ALERT_SEVERITIES } from '../../domain/alerts.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { command } from './define.ts';

const byAlert = (data: { alertId: string }): string => `alert:${data.alertId}`;
const note = z.string().max(500).nullable();

export const alertCommands = {
  /** A person raises an alert by hand, for what no rule watches. */
  'alerts.raise': command({
    input: z.strictObject({
      alertId: Id,
      severity: z.enum(ALERT_SEVERITIES),
      message: z.string().trim().min(1).max(500),
    }),
    output: z.object({ alertId: Id }),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.acknowledge': command({
    input: z.strictObject({ alertId: Id, note }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  'alerts.silence': command({
    input: z.strictObject({ alertId: Id, until: Timestamp }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
  /** Closes a manual alert. What a rule raised is resolved by its value alone. */
  'alerts.resolve': command({
    input: z.strictObject({ alertId: Id, note }),
    output: z.object({}),
    permission: 'alerts:write',
    subject: byAlert,
  }),
} as const;

export const adminCommands = {
  'admin.create_user': command({
    input: z.strictObject({
      user: TeamUser,
      password: z.string().min(10, 'at least 10 characters').max(200),
    }),
    output: z.object({ userId: Id }),
    permission: 'admin:users',
    subject: (d) => `user:${d.user.id}`,
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
