import { ReceiptText } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { billing as de } from '../../locales/de/billing.ts';
import { billing as en } from '../../locales/en/billing.ts';

/** What the workspace pays: plan, month and invoices. */
export const billing: FeatureDefinition<typeof en> = {
  name: 'billing',
  words: { en, de },
  routes: [
    { path: 'billing', page: lazy(() => import('./page.tsx')) },
    { path: 'billing/:invoiceId', page: lazy(() => import('./invoice-page.tsx')) },
  ],
  nav: {
    path: '/billing',
    label: 'pages.billing',
    icon: ReceiptText,
    order: 825,
    place: 'foot',
    keys: ['g', 'g'],
    shortcut: 'shortcuts.billing',
    permission: 'billing:read',
  },
  widgets: [
    {
      kind: 'billing.to_date',
      title: 'widgets.titles.billing.toDate',
      text: 'widgets.texts.billing.toDate',
      icon: ReceiptText,
      permission: 'billing:read',
      size: { w: 3, h: 4, minW: 2, minH: 3 },
      component: lazy(() => import('./widget.tsx')),
    },
  ],
  subjects: { invoice: (id) => `/billing/${encodeURIComponent(id)}` },
  topics: { billing: { reads: ['outbox', 'usage'] } },
  channels: { billing: { icon: ReceiptText } },
};
