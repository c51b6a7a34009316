import { Boxes, Copy, Gauge, Package, Pencil } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { inventory as de } from '../../locales/de/inventory.ts';
import { inventory as en } from '../../locales/en/inventory.ts';
import { itemName, setAsideContent, stockContent, thresholdContent } from './about.ts';

/** Holds some of an item, also from other pages. */
export const ReserveDialog = lazy(async () => ({
  default: (await import('./reserve/reserve-dialog.tsx')).ReserveDialog,
}));
export { ScannedItemHost } from './items/scanned-item-host.tsx';

const StockReview = lazy(() => import('./review.tsx'));

/** Stock by item and location. */
export const inventory: FeatureDefinition<typeof en> = {
  name: 'inventory',
  words: { en, de },
  routes: [{ path: 'inventory/:itemId?', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/inventory',
    label: 'pages.inventory',
    icon: Boxes,
    order: 30,
    place: 'stock',
    keys: ['g', 'i'],
    shortcut: 'shortcuts.inventory',
    permission: 'inventory:read',
  },
  subjects: { item: pageBelow('/inventory'), location: () => '/inventory' },
  search: [{ kind: 'item', label: 'palette.kinds.item', icon: Package, order: 20 }],
  shortcuts: [
    { label: 'shortcuts.adjust', keys: ['a'] },
    { label: 'shortcuts.editOnHand', keys: ['F2'], fixed: true },
    { label: 'shortcuts.selectRow', keys: ['Space'], fixed: true },
    { label: 'shortcuts.selectAll', keys: ['Mod', 'a'], fixed: true },
  ],
  topics: { inventory: { reads: ['outbox'] } },
  contents: {
    'inventory.adjust': stockContent,
    'inventory.receive': stockContent,
    'inventory.reserve': stockContent,
    'inventory.set_aside': setAsideContent,
    'inventory.put_back': setAsideContent,
    'inventory.write_off': setAsideContent,
    'inventory.set_threshold': thresholdContent,
  },
  recordNames: { item: itemName },
  selectionActions: [
    {
      id: 'limits',
      label: 'selection.actions.limits',
      icon: Gauge,
      order: 10,
      permission: 'inventory:write',
      dialog: lazy(async () => ({
        default: (await import('./selection/item-actions.tsx')).LimitSelected,
      })),
    },
    {
      id: 'edit',
      label: 'selection.actions.edit',
      icon: Pencil,
      order: 20,
      permission: 'inventory:write',
      dialog: lazy(async () => ({ default: (await import('./selection/item-actions.tsx')).EditSelected })),
    },
    {
      id: 'copy-skus',
      label: 'selection.actions.copySkus',
      icon: Copy,
      order: 90,
      permission: null,
      dialog: lazy(() => import('./selection/copy-skus.tsx')),
    },
  ],
  reviews: { 'inventory.adjust': StockReview, 'inventory.receive': StockReview },
  channels: { inventory: { icon: Boxes, countsLines: true } },
};
