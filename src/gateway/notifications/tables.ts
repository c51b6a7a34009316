import { notificationRow } from '#shared/rows/notifications.ts';
import { defineTable } from '#shared/rows/table.ts';

/** Notifications. */
export const notificationsTable = defineTable(notificationRow, { name: 'notifications', identity: ['id'] });
