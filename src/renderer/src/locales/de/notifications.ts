import type { notifications as en } from '../en/notifications.ts';
import type { Words } from '../words.ts';

export const notifications: Words<typeof en> = {
  channels: { notifications: 'Benachrichtigungen' },
  notices: {
    title: 'Benachrichtigungen',
    open_zero: 'Benachrichtigungen',
    open_one: 'Benachrichtigungen, {{count}} ungelesen',
    open_other: 'Benachrichtigungen, {{count}} ungelesen',
    unread: 'Ungelesen',
    markAll: 'Alle als gelesen markieren',
    none: 'Noch nichts',
    noneBody: 'Hier steht, worüber Sie benachrichtigt wurden: die letzten 500.',
  },
  activity: {
    notifications: {
      created: '{{title}}',
      trimmed: 'Alte Benachrichtigungen entfernt',
    },
  },
};
