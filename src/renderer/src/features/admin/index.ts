import { ShieldCheck } from 'lucide-react';
import { roleName } from '../../i18n/roles.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { admin as de } from '../../locales/de/admin.ts';
import { admin as en } from '../../locales/en/admin.ts';

/** Events about users, roles and settings. */
export const admin: FeatureDefinition<typeof en> = {
  name: 'admin',
  words: { en, de },
  channels: {
    admin: {
      icon: ShieldCheck,
      values: ({ values }, i18n): Record<string, string> =>
        typeof values['role'] === 'string' ? { role: roleName(i18n, values['role']) } : {},
    },
  },
};
