import { Truck } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { purchasing as de } from '../../locales/de/purchasing.ts';
import { purchasing as en } from '../../locales/en/purchasing.ts';
import { draftContent, purchaseName, receiptContent } from './about.ts';

/** Purchase orders: the list, the page of each, the editor of drafts, and receiving by scanner. */
export const purchasing: FeatureDefinition<typeof en> = {
  name: 'purchasing',
  words: { en, de },
  routes: [
    { path: 'purchasing', page: lazy(() => import('./list/page.tsx')) },
    { path: 'purchasing/new', page: lazy(() => import('./editor/new-page.tsx')) },
    { path: 'purchasing/:purchaseId', page: lazy(() => import('./detail/page.tsx')) },
    { path: 'purchasing/:purchaseId/edit', page: lazy(() => import('./editor/edit-page.tsx')) },
  ],
  shortcuts: [
    { label: 'shortcuts.receive', keys: ['r'] },
    { label: 'shortcuts.placeOrder', keys: ['Mod', 'Enter'] },
  ],
  nav: {
    path: '/purchasing',
    label: 'pages.purchasing',
    icon: Truck,
    order: 32,
    place: 'stock',
    keys: ['g', 'b'],
    shortcut: 'shortcuts.purchasing',
    permission: 'purchasing:read',
  },
  subjects: { purchase: pageBelow('/purchasing') },
  search: [{ kind: 'purchase', label: 'palette.kinds.purchase', icon: Truck, order: 21 }],
  recordNames: { purchase: purchaseName },
  contents: {
    'purchasing.create_order': draftContent,
    'purchasing.edit_order': draftContent,
    'purchasing.receive': receiptContent,
  },
  topics: { purchasing: { reads: ['outbox', 'suppliers'] } },
  channels: { purchasing: { icon: Truck } },
};
