import { notificationRow } from '#shared/rows/notifications.ts';
import { defineTable } from '#shared/rows/table.ts';

export const notificationsTable = defineTable(notificationRow, { name: 'notifications', identity: ['id'] });
