import { z } from 'zod';
import { Payment, ReturnedGoods, SoldGoods } from '../../domain/orders.ts';
import { paymentRow } from '../../rows/orders.ts';
import { channel } from './define.ts';

/** Payments and refunds. */
export const payments = channel({
  name: 'payments',
  permissions: { 'payments:read': 'viewer', 'payments:refund': 'manager' },
  readPermission: 'payments:read',
  rows: [paymentRow],
  events: {
    /** `sold`: the goods of the order, if the payment settles it. */
    'payments.received': z.object({
      payment: Payment,
      sold: z.array(SoldGoods).max(1000).default([]),
    }),
    'payments.failed': z.object({ payment: Payment }),
    'payments.refunded': z.object({
      payment: Payment,
      returned: z.array(ReturnedGoods).max(1000).default([]),
    }),
    'payments.disputed': z.object({ payment: Payment }),
  },
  later: { 'payments.failed': 'live operations', 'payments.disputed': 'live operations' },
});
