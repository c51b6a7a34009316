import { z } from 'zod';
import { Dispute } from '../../domain/disputes.ts';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { RefundedLine } from '../../domain/order-account.ts';
import { Payment, ReturnedGoods, SoldGoods } from '../../domain/orders.ts';
import { Payout } from '../../domain/payouts.ts';
import { disputeRow, paymentRow, payoutRow } from '../../rows/orders.ts';
import { channel } from './define.ts';

const changed = z.object({ dispute: Dispute });
/** `payment`: the disputed payment as it is afterwards. `refund`: what a dispute about a part of it has cost, as a refund. */
const decided = changed.extend({ payment: Payment, refund: Payment.nullable() });
const settled = z.object({ payoutId: Id, net: MinorUnits, currency: Currency, at: Timestamp });

/** Payments and refunds, their disputes, and what the provider pays out. */
export const payments = channel({
  name: 'payments',
  permissions: {
    'payments:read': 'viewer',
    'payments:refund': 'manager',
    /** Opening, answering and closing disputes, and saying what became of payouts. */
    'payments:manage': 'manager',
  },
  readPermission: 'payments:read',
  rows: [paymentRow, disputeRow, payoutRow],
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
      lines: z.array(RefundedLine).max(1000).default([]),
    }),
    'payments.disputed': z.object({ payment: Payment, dispute: Dispute }),
    'payments.dispute_answered': changed,
    'payments.dispute_accepted': decided,
    'payments.dispute_won': decided,
    'payments.dispute_lost': decided,
    /** The deadline of a dispute is near; `dispute.warnedHours` says how near. */
    'payments.dispute_due': changed,
    'payments.payout_created': z.object({ payout: Payout }),
    'payments.payout_paid': settled,
    'payments.payout_failed': settled,
  },
});
