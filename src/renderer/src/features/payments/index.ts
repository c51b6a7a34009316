import { CreditCard } from 'lucide-react';
import { lazy } from 'react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { failureText } from '../../lib/reasons.ts';
import { payments as de } from '../../locales/de/payments.ts';
import { payments as en } from '../../locales/en/payments.ts';

/** Payments and refunds, their disputes, and what is paid out. */
export const payments: FeatureDefinition<typeof en> = {
  name: 'payments',
  words: { en, de },
  routes: [{ path: 'payments', page: lazy(() => import('./page.tsx')) }],
  nav: {
    path: '/payments',
    label: 'pages.payments',
    icon: CreditCard,
    order: 27,
    place: 'main',
    keys: ['g', 'd'],
    shortcut: 'shortcuts.payments',
    permission: 'payments:read',
  },
  topics: { payments: { sharesRecordsWith: 'orders', reads: ['outbox'] } },
  channels: {
    payments: {
      icon: CreditCard,
      tones: {
        'payments.refunded': 'crit',
        'payments.failed': 'warn',
        'payments.disputed': 'crit',
        'payments.dispute_lost': 'crit',
        'payments.dispute_won': 'ok',
        'payments.payout_failed': 'crit',
      },
      values: ({ type, values: { reason } }, { t }): Record<string, string> =>
        type === 'payments.failed' && typeof reason === 'string'
          ? { reason: failureText({ t }, reason) }
          : {},
    },
  },
};
