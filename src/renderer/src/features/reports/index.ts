import { ChartColumn } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { reports as de } from '../../locales/de/reports.ts';
import { reports as en } from '../../locales/en/reports.ts';

/** Reports about conversations: volume, times, promises and ratings. */
export const reports: FeatureDefinition<typeof en> = {
  name: 'reports',
  words: { en, de },
  routes: [{ path: 'reports', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/reports',
    label: 'pages.reports',
    icon: ChartColumn,
    order: 26,
    place: 'foot',
    keys: ['g', 'h'],
    shortcut: 'shortcuts.reports',
    permission: 'reports:read',
  },
  widgets: [
    {
      kind: 'reports.service',
      title: 'widgets.titles.reports.service',
      text: 'widgets.texts.reports.service',
      icon: ChartColumn,
      permission: 'reports:read',
      size: { w: 4, h: 4, minW: 4, minH: 4 },
      component: lazy(() => import('./service-widget.tsx')),
    },
  ],
  topics: { reports: { reads: [] } },
  channels: { reports: { icon: ChartColumn } },
};
