import { z } from 'zod';
import { Day } from '../domain/days.ts';
import { Dispute } from '../domain/disputes.ts';
import { Id } from '../domain/ids.ts';
import { Currency } from '../domain/money.ts';
import { Payment } from '../domain/orders.ts';
import { PAYOUT_STATUSES, Payout } from '../domain/payouts.ts';
import { PageRequest, page, read } from './contract.ts';

/** The most payments that a filtered list counts; more are "or more". */
export const MAX_COUNTED = 5_000;

/** What a list of payments can be narrowed by. `from` and `to` are days of the workspace, both included. */
export const PaymentFilters = z.strictObject({
  kind: z.enum(['any', 'payment', 'refund']),
  status: z.enum(['any', 'succeeded', 'failed', 'disputed']),
  method: z.string().max(40).nullable(),
  currency: Currency.nullable(),
  locationId: Id.nullable(),
  from: Day.nullable(),
  to: Day.nullable(),
});
export type PaymentFilters = z.infer<typeof PaymentFilters>;

/** A dispute in a list. `pending`: it includes a command that the server has not decided yet. */
export const DisputeSummary = Dispute.extend({ pending: z.boolean() });
export type DisputeSummary = z.infer<typeof DisputeSummary>;

/** A payout in a list. */
export const PayoutSummary = Payout.omit({ lines: true }).extend({
  lineCount: z.int().min(0),
  pending: z.boolean(),
});
export type PayoutSummary = z.infer<typeof PayoutSummary>;

/** Reads of payments, disputes and payouts. */
export const paymentMethods = {
  /** Newest first. `total` counts up to `MAX_COUNTED`. */
  'payments.list': read(
    'payments:read',
    PaymentFilters.extend(PageRequest),
    page(Payment).extend({ total: z.int().min(0) }),
  ),
  /** The methods and currencies of the newest payments, to filter by. */
  'payments.choices': read(
    'payments:read',
    z.strictObject({}),
    z.object({ methods: z.array(z.string()).max(100), currencies: z.array(Currency).max(100) }),
  ),
  /** Open disputes by deadline, the nearest first; closed ones by the time they were opened, the latest first. */
  'payments.disputes': read(
    'payments:read',
    z.strictObject({ ...PageRequest, state: z.enum(['open', 'closed']) }),
    page(DisputeSummary).extend({ total: z.int().min(0) }),
  ),
  /** The disputes of an order, the latest first. */
  'payments.disputes_of_order': read(
    'payments:read',
    z.strictObject({ orderId: Id }),
    page(DisputeSummary).omit({ next: true }),
  ),
  /** Newest first. */
  'payments.payouts': read(
    'payments:read',
    z.strictObject({
      ...PageRequest,
      status: z.enum(['any', ...PAYOUT_STATUSES]),
      currency: Currency.nullable(),
    }),
    page(PayoutSummary).extend({ total: z.int().min(0) }),
  ),
  /** `payout` is null if there is no such payout in the cache. */
  'payments.payout': read(
    'payments:read',
    z.strictObject({ payoutId: Id }),
    page(Payment)
      .omit({ rows: true, next: true })
      .extend({ payout: Payout.extend({ pending: z.boolean() }).nullable() }),
  ),
} as const;
