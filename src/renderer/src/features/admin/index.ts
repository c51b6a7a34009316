import { ShieldCheck, UsersRound } from 'lucide-react';
import { lazy } from 'react';
import { roleName } from '../../i18n/roles.ts';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { admin as de } from '../../locales/de/admin.ts';
import { admin as en } from '../../locales/en/admin.ts';
import { userName } from './about.ts';

/** Users and API keys, and the events of administration. */
export const admin: FeatureDefinition<typeof en> = {
  name: 'admin',
  words: { en, de },
  routes: [{ path: 'users/:userId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/users',
    label: 'pages.users',
    icon: UsersRound,
    order: 800,
    place: 'foot',
    keys: ['g', 'u'],
    shortcut: 'shortcuts.users',
    permission: 'admin:users',
  },
  recordNames: { user: userName },
  subjects: { user: pageBelow('/users') },
  shortcuts: [{ label: 'shortcuts.newUser', keys: ['n'] }],
  channels: {
    admin: {
      icon: ShieldCheck,
      values: ({ values }, i18n): Record<string, string> =>
        typeof values['role'] === 'string' ? { role: roleName(i18n, values['role']) } : {},
    },
  },
};
