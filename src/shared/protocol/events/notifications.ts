import { z } from 'zod';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Notification } from '../../domain/notifications.ts';
import { notificationRow } from '../../rows/notifications.ts';
import { channel } from './define.ts';

/** Notifications, kept for a number of days. */
export const notifications = channel({
  name: 'notifications',
  permissions: { 'notifications:read': 'viewer' },
  readPermission: 'notifications:read',
  rows: [notificationRow],
  events: {
    'notifications.created': z.object({ notification: Notification }),
    'notifications.delivered': z.object({ notificationId: Id, at: Timestamp }),
    'notifications.read': z.object({ notificationId: Id, at: Timestamp }),
    'notifications.dismissed': z.object({ notificationId: Id, at: Timestamp }),
    /** Deletes the notifications created before a time, on the gateway and on every client. */
    'notifications.trimmed': z.object({ before: Timestamp }),
  },
  later: {
    'notifications.delivered': 'notification centre',
    'notifications.read': 'notification centre',
    'notifications.dismissed': 'notification centre',
  },
});
