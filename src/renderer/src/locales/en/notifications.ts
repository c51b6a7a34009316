/** Words of notifications. */
export const notifications = {
  channels: { notifications: 'Notifications' },
  activity: {
    notifications: {
      created: '{{title}}',
      delivered: 'Notification delivered',
      read: 'Notification read',
      dismissed: 'Notification dismissed',
      trimmed: 'Old notifications removed',
    },
  },
} as const;
