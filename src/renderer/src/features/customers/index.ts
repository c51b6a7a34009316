import { UserRound } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { customers as de } from '../../locales/de/customers.ts';
import { customers as en } from '../../locales/en/customers.ts';

/** The page of a customer: orders, conversations and value. */
export const customers: FeatureDefinition<typeof en> = {
  name: 'customers',
  words: { en, de },
  routes: [{ path: 'customers/:customerId', page: lazy(() => import('./page.tsx')) }],
  subjects: { customer: pageBelow('/customers') },
  search: [{ kind: 'customer', label: 'palette.kinds.customer', icon: UserRound, order: 15 }],
  topics: { customers: { reads: ['orders', 'payments', 'chat'] } },
};
