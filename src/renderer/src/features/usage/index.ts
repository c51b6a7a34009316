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
  widgets: [
    {
      kind: 'usage.meters',
      title: 'widgets.titles.usage.meters',
      text: 'widgets.texts.usage.meters',
      icon: Gauge,
      permission: 'usage:read',
      size: { w: 4, h: 7, minW: 3, minH: 4 },
      component: lazy(() => import('./widget.tsx')),
    },
  ],
  subjects: { meter: () => '/usage' },
  topics: { usage: { reads: ['outbox'] } },
  channels: { usage: { icon: Gauge } },
};
