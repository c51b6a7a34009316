import type { admin as en } from '../en/admin.ts';
import type { Words } from '../words.ts';

export const admin: Words<typeof en> = {
  channels: { admin: 'Verwaltung' },
  activity: {
    admin: {
      user_created: 'Neuer Benutzer: {{name}}',
      role_changed: 'Rolle geändert in {{role}}',
      setting_changed: 'Einstellung {{key}} geändert',
    },
  },
  commands: {
    'admin.create_user': 'Neuer Benutzer',
    'admin.set_role': 'Rollenänderung',
    'admin.set_setting': 'Änderung einer Einstellung',
  },
};
