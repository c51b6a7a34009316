/** Words of notifications. */
export const notifications = {
  channels: { notifications: 'Notifications' },
  notices: {
    title: 'Notifications',
    open_zero: 'Notifications',
    open_one: 'Notifications, {{count}} unread',
    open_other: 'Notifications, {{count}} unread',
    unread: 'Unread',
    markAll: 'Mark all as read',
    none: 'Nothing yet',
    noneBody: 'What you are told about is kept here: the last 500.',
  },
  activity: {
    notifications: {
      created: '{{title}}',
      trimmed: 'Old notifications removed',
    },
  },
} as const;
