import type { notifications as en } from '../en/notifications.ts';
import type { Words } from '../words.ts';

export const notifications: Words<typeof en> = {
  channels: { notifications: 'Benachrichtigungen' },
  activity: {
    notifications: {
      created: '{{title}}',
      trimmed: 'Alte Benachrichtigungen entfernt',
    },
  },
};
