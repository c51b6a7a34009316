import { BellDot } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { attention as de } from '../../locales/de/attention.ts';
import { attention as en } from '../../locales/en/attention.ts';
import { useAttentionBadge } from './use-attention.ts';

/** The attention queue: waiting customers, clocks and alerts of the user in one order. */
export const attention: FeatureDefinition<typeof en> = {
  name: 'attention',
  words: { en, de },
  routes: [{ path: 'attention', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/attention',
    label: 'pages.attention',
    icon: BellDot,
    order: 18,
    place: 'main',
    keys: ['g', 'n'],
    shortcut: 'shortcuts.attention',
    permission: 'chat:read',
    useBadge: useAttentionBadge,
  },
  widgets: [
    {
      kind: 'attention.queue',
      title: 'widgets.titles.attention.queue',
      text: 'widgets.texts.attention.queue',
      icon: BellDot,
      permission: 'chat:read',
      size: { w: 8, h: 8, minW: 4, minH: 4 },
      component: lazy(() => import('./queue-widget.tsx')),
    },
  ],
  topics: { attention: { reads: ['chat', 'alerts', 'outbox'] } },
};
