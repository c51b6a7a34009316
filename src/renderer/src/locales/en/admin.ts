/** Words of administration. */
export const admin = {
  channels: { admin: 'Administration' },
  activity: {
    admin: {
      user_created: 'New user: {{name}}',
      role_changed: 'Role changed to {{role}}',
      setting_changed: 'Setting {{key}} changed',
    },
  },
  commands: {
    'admin.create_user': 'New user',
    'admin.set_role': 'Role change',
    'admin.set_setting': 'Setting change',
  },
} as const;
