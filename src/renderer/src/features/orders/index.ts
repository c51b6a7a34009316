import { Receipt, ReceiptText } from 'lucide-react';
import { lazy } from 'react';
import { pageBelow } from '../../lib/catalog.ts';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { orders as de } from '../../locales/de/orders.ts';
import { orders as en } from '../../locales/en/orders.ts';
import { moneyContent, orderName } from './about.ts';

export { FulfilRunHost } from './fulfil/run-host.tsx';

/** The list of orders, the picking list, and the page of each: its payments, its timeline, and what can be done with it. */
export const orders: FeatureDefinition<typeof en> = {
  name: 'orders',
  words: { en, de },
  routes: [
    { path: 'orders', page: lazy(() => import('./list/page.tsx')) },
    { path: 'orders/picking', page: lazy(() => import('./picking/page.tsx')) },
    { path: 'orders/:orderId', page: lazy(() => import('./detail/page.tsx')) },
  ],
  nav: {
    path: '/orders',
    label: 'pages.orders',
    icon: ReceiptText,
    order: 25,
    place: 'main',
    keys: ['g', 'o'],
    shortcut: 'shortcuts.orders',
    permission: 'orders:read',
  },
  shortcuts: [
    { label: 'shortcuts.newOrder', keys: ['n'] },
    { label: 'shortcuts.enterOrder', keys: ['Mod', 'Enter'] },
    { label: 'shortcuts.fulfilOrder', keys: ['f'] },
  ],
  subjects: { order: pageBelow('/orders') },
  search: [{ kind: 'order', label: 'palette.kinds.order', icon: Receipt, order: 10 }],
  recordNames: { order: orderName },
  contents: {
    'payments.receive': moneyContent,
    'payments.refund': moneyContent,
    'payments.fail': moneyContent,
  },
  topics: { orders: { reads: ['outbox'] } },
  channels: {
    orders: {
      icon: Receipt,
      values: ({ values }, { t }): Record<string, string> =>
        values['customer'] === null ? { customer: t('orders.guest') } : {},
    },
  },
};
