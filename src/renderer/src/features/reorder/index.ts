import { ShoppingCart } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { reorder as de } from '../../locales/de/reorder.ts';
import { reorder as en } from '../../locales/en/reorder.ts';

/** What to order of an item, for the page of the item. */
export const ItemReorder = lazy(() => import('./item-reorder.tsx'));

/** What to order, how much and when, and how good the forecast behind it is. */
export const reorder: FeatureDefinition<typeof en> = {
  name: 'reorder',
  words: { en, de },
  routes: [{ path: 'reorder/:itemId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/reorder',
    label: 'pages.reorder',
    icon: ShoppingCart,
    order: 31,
    place: 'stock',
    keys: ['g', 'r'],
    shortcut: 'shortcuts.reorder',
    permission: 'reorder:read',
  },
  shortcuts: [{ label: 'shortcuts.chooseRow', keys: ['Space'], fixed: true }],
  selectionActions: [
    {
      id: 'reorder',
      label: 'selection.actions.reorder',
      icon: ShoppingCart,
      order: 50,
      permission: 'reorder:read',
      dialog: lazy(() => import('./selected.tsx')),
    },
  ],
  subjects: { reorder_policy: () => '/reorder' },
  // Available and incoming stock, suppliers and draft orders.
  topics: { reorder: { reads: ['outbox', 'inventory', 'suppliers', 'purchasing'] } },
  channels: { reorder: { icon: ShoppingCart } },
};
