import { z } from 'zod';
import { TeamUser, WorkspaceSetting } from '../../domain/admin.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Notification } from '../../domain/notifications.ts';

/** Events of the channel `notifications`. */
export const notificationEvents = {
  'notifications.created': z.object({ notification: Notification }),
  'notifications.delivered': z.object({ notificationId: Id, at: Timestamp }),
  'notifications.read': z.object({ notificationId: Id, at: Timestamp }),
  'notifications.dismissed': z.object({ notificationId: Id, at: Timestamp }),
  /** Those made before are not kept any longer. */
  'notifications.trimmed': z.object({ before: Timestamp }),
} as const;

/** Events of the channel `system`. */
export const systemEvents = {
  'system.gateway_started': z.object({ version: z.string().max(40), startedAt: Timestamp }),
  'system.maintenance_announced': z.object({ message: z.string().max(500), startsAt: Timestamp }),
} as const;

/** Events of the channel `team`: who is there to work with, for all who chat. The channel `admin` tells why. */
export const teamEvents = {
  'team.member_added': z.object({ member: TeamUser }),
  'team.member_changed': z.object({ member: TeamUser }),
} as const;

/** Events of the channel `admin`. */
export const adminEvents = {
  'admin.user_created': z.object({ user: TeamUser }),
  'admin.role_changed': z.object({ userId: Id, role: TeamUser.shape.role }),
  'admin.setting_changed': z.object({ setting: WorkspaceSetting }),
} as const;
