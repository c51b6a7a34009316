import type { payments as en } from '../en/payments.ts';
import type { Words } from '../words.ts';

export const payments: Words<typeof en> = {
  channels: { payments: 'Zahlungen' },
  activity: {
    payments: {
      received: '{{amount}} bezahlt für {{order}}',
      refunded: '{{amount}} erstattet für {{order}}',
    },
  },
  commands: { 'payments.receive': 'Zahlung', 'payments.refund': 'Erstattung' },
};
