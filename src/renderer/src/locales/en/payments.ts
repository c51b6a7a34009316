/** Words of payments. */
export const payments = {
  channels: { payments: 'Payments' },
  activity: {
    payments: {
      received: '{{amount}} paid for {{order}}',
      failed: 'Payment failed: {{amount}} for {{order}}',
      refunded: '{{amount}} refunded for {{order}}',
      disputed: 'Payment disputed: {{amount}} for {{order}}',
    },
  },
  commands: { 'payments.receive': 'Payment', 'payments.refund': 'Refund' },
} as const;
