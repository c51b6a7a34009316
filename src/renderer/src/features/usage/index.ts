import { Gauge } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { usage as de } from '../../locales/de/usage.ts';
import { usage as en } from '../../locales/en/usage.ts';

/** What the workspace uses, by meter, against its limits. */
export const usage: FeatureDefinition<typeof en> = {
  name: 'usage',
  words: { en, de },
  routes: [{ path: 'usage', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/usage',
    label: 'pages.usage',
    icon: Gauge,
    order: 820,
    place: 'foot',
    keys: ['g', 'j'],
    shortcut: 'shortcuts.usage',
    permission: 'usage:read',
  },
  subjects: { meter: () => '/usage' },
  topics: { usage: { reads: ['outbox'] } },
  channels: { usage: { icon: Gauge } },
};
