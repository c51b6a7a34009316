import { ScrollText } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { audit as de } from '../../locales/de/audit.ts';
import { audit as en } from '../../locales/en/audit.ts';

/** Who did what: the gateway's audit, for administrators. */
export const audit: FeatureDefinition<typeof en> = {
  name: 'audit',
  words: { en, de },
  routes: [{ path: 'audit', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/audit',
    label: 'pages.audit',
    icon: ScrollText,
    order: 810,
    place: 'foot',
    keys: ['g', 'p'],
    shortcut: 'shortcuts.audit',
    permission: 'admin:audit',
  },
};
