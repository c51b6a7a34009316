/** Words of payments. */
export const payments = {
  channels: { payments: 'Payments' },
  activity: {
    payments: {
      received: '{{amount}} paid for {{order}}',
      refunded: '{{amount}} refunded for {{order}}',
    },
  },
  commands: { 'payments.receive': 'Payment', 'payments.refund': 'Refund' },
} as const;
