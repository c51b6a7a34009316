import { Factory } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { suppliers as de } from '../../locales/de/suppliers.ts';
import { suppliers as en } from '../../locales/en/suppliers.ts';
import { offerContent, supplierContent, supplierName } from './about.ts';

/** The list of suppliers, and the page of each with what it sells. They are reached from the page of purchase orders. */
export const suppliers: FeatureDefinition<typeof en> = {
  name: 'suppliers',
  words: { en, de },
  routes: [
    { path: 'suppliers', page: lazy(() => import('./page.tsx')) },
    { path: 'suppliers/:supplierId', page: lazy(() => import('./detail.tsx')) },
  ],
  subjects: { supplier: pageBelow('/suppliers') },
  search: [{ kind: 'supplier', label: 'palette.kinds.supplier', icon: Factory, order: 22 }],
  recordNames: { supplier: supplierName },
  contents: {
    'suppliers.create': supplierContent,
    'suppliers.update': supplierContent,
    'suppliers.set_item': offerContent,
    'suppliers.remove_item': offerContent,
  },
  topics: { suppliers: { reads: ['outbox', 'purchasing'] } },
  channels: { suppliers: { icon: Factory } },
};
