import { Funnel } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { filter as de } from '../../locales/de/filter.ts';
import { filter as en } from '../../locales/en/filter.ts';

/** The message filter: the rules, what they counted, and a box to try them in. */
export const filter: FeatureDefinition<typeof en> = {
  name: 'filter',
  words: { en, de },
  routes: [{ path: 'filter', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/filter',
    label: 'pages.filter',
    icon: Funnel,
    order: 25,
    place: 'foot',
    keys: ['g', 'f'],
    shortcut: 'shortcuts.filter',
    permission: 'filter:read',
  },
  topics: { filter: { reads: ['outbox'] } },
  channels: { filter: { icon: Funnel } },
};
