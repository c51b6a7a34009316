import type { payments as en } from '../en/payments.ts';
import type { Words } from '../words.ts';

export const payments: Words<typeof en> = {
  channels: { payments: 'Zahlungen' },
  activity: {
    payments: {
      received: '{{amount}} bezahlt für {{order}}',
      failed: 'Zahlung fehlgeschlagen: {{amount}} für {{order}}',
      refunded: '{{amount}} erstattet für {{order}}',
      disputed: 'Zahlung angefochten: {{amount}} für {{order}}',
    },
  },
  commands: { 'payments.receive': 'Zahlung', 'payments.refund': 'Erstattung' },
};
