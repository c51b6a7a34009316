import { Receipt } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { orders as de } from '../../locales/de/orders.ts';
import { orders as en } from '../../locales/en/orders.ts';
import { moneyContent, orderName } from './about.ts';

/** One order and its payments. */
export const orders: FeatureDefinition<typeof en> = {
  name: 'orders',
  words: { en, de },
  routes: [{ path: 'orders/:orderId', page: lazy(() => import('./page.tsx')) }],
  subjects: { order: pageBelow('/orders') },
  search: [{ kind: 'order', label: 'palette.kinds.order', icon: Receipt, order: 10 }],
  recordNames: { order: orderName },
  contents: { 'payments.receive': moneyContent, 'payments.refund': moneyContent },
  channels: {
    orders: {
      icon: Receipt,
      values: ({ values }, { t }): Record<string, string> =>
        values['customer'] === null ? { customer: t('orders.guest') } : {},
    },
  },
};
