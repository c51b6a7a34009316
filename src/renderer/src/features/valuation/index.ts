import { ChartNoAxesColumn } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { valuation as de } from '../../locales/de/valuation.ts';
import { valuation as en } from '../../locales/en/valuation.ts';

/** The history of an item, for the page of the item. */
export const ItemHistory = lazy(() => import('./item-history.tsx'));

/** What the stock is worth, by location, day and class, and how the stock of an item went. */
export const valuation: FeatureDefinition<typeof en> = {
  name: 'valuation',
  words: { en, de },
  routes: [{ path: 'value', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/value',
    label: 'pages.valuation',
    icon: ChartNoAxesColumn,
    order: 35,
    place: 'stock',
    keys: ['g', 'v'],
    shortcut: 'shortcuts.valuation',
    permission: 'inventory:read',
  },
  topics: { valuation: { reads: ['inventory'] } },
};
