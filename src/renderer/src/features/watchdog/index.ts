import { ScanSearch } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { watchdog as de } from '../../locales/de/watchdog.ts';
import { watchdog as en } from '../../locales/en/watchdog.ts';

/** What the watchdog found in stock, and its repair. */
export const watchdog: FeatureDefinition<typeof en> = {
  name: 'watchdog',
  words: { en, de },
  routes: [{ path: 'watchdog', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/watchdog',
    label: 'pages.watchdog',
    icon: ScanSearch,
    order: 36,
    place: 'foot',
    keys: ['g', 'k'],
    shortcut: 'shortcuts.watchdog',
    permission: 'watchdog:read',
  },
  topics: { watchdog: { reads: ['outbox'] } },
  channels: { watchdog: { icon: ScanSearch } },
};
