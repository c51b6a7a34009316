/** Words of notifications. */
export const notifications = {
  channels: { notifications: 'Notifications' },
  activity: {
    notifications: {
      created: '{{title}}',
      trimmed: 'Old notifications removed',
    },
  },
} as const;
