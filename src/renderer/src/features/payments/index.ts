import { CreditCard } from 'lucide-react';
import type { FeatureDefinition } from '../../lib/feature.ts';
import { payments as de } from '../../locales/de/payments.ts';
import { payments as en } from '../../locales/en/payments.ts';

/** Payments and refunds. They have no page of their own: the order's page shows them. */
export const payments: FeatureDefinition<typeof en> = {
  name: 'payments',
  words: { en, de },
  topics: { payments: { sharesRecordsWith: 'orders' } },
  channels: {
    payments: { icon: CreditCard, tones: { 'payments.refunded': 'crit' } },
  },
};
