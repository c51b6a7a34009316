import { ShoppingCart } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { reorder as de } from '../../locales/de/reorder.ts';
import { reorder as en } from '../../locales/en/reorder.ts';

/** What to order, how much and when, and how good the forecast behind it is. */
export const reorder: FeatureDefinition<typeof en> = {
  name: 'reorder',
  words: { en, de },
  routes: [{ path: 'reorder/:itemId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/reorder',
    label: 'pages.reorder',
    icon: ShoppingCart,
    order: 33,
    place: 'main',
    keys: ['g', 'r'],
    shortcut: 'shortcuts.reorder',
    permission: 'reorder:read',
  },
  shortcuts: [{ label: 'shortcuts.chooseRow', keys: ['Space'] }],
  subjects: { reorder_policy: () => '/reorder' },
  // Available and incoming stock, and the revenue that classes are made from.
  topics: { reorder: { reads: ['outbox', 'inventory'] } },
  channels: { reorder: { icon: ShoppingCart } },
};
