import { Timer } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { service as de } from '../../locales/de/service.ts';
import { service as en } from '../../locales/en/service.ts';

/** Service levels: opening hours, holidays and targets. */
export const service: FeatureDefinition<typeof en> = {
  name: 'service',
  words: { en, de },
  routes: [{ path: 'service', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/service',
    label: 'pages.service',
    icon: Timer,
    order: 24,
    place: 'foot',
    keys: ['g', 'e'],
    shortcut: 'shortcuts.service',
    permission: 'service:read',
  },
  topics: { service: { reads: ['outbox'] } },
  channels: { service: { icon: Timer } },
};
