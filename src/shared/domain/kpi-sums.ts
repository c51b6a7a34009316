import { z } from 'zod';
import { paymentFigures } from './figures.ts';
import type { Payment } from './orders.ts';
import type { ServiceFact } from './reports.ts';
import { CalendarDay } from './time.ts';

/*
 * What KPIs are calculated from: sums by day in the workspace's time zone, of everything, of a location, and of a team. Whatever
 * happens adds to the sums of the day on which it happened, so that a KPI reads one row a day, however much happens.
 */

/** What sums are kept of. */
export const SUM_SCOPES = ['all', 'location', 'team'] as const;
export type SumScope = (typeof SUM_SCOPES)[number];

/** The sums of a day. Money is in minor units of the workspace's currency, times are in ms. */
export const SUM_NAMES = [
  'paid',
  'refunded',
  'paidOrders',
  'accepted',
  'attempts',
  'newCustomers',
  'resolved',
  'replyMs',
  'replies',
  'kept',
  'judged',
  'scores',
  'ratings',
  'stockAlerts',
  'stockOuts',
] as const;
export type SumName = (typeof SUM_NAMES)[number];
export type MetricSums = Readonly<Record<SumName, number>>;

const sum = z.int();

/** The sums of one day and scope. The key is the id of the location or team; empty for all, and for what nobody has. */
export const KpiDay = z.object({
  day: CalendarDay,
  by: z.enum(SUM_SCOPES),
  key: z.string().max(200),
  paid: sum,
  refunded: sum,
  paidOrders: sum,
  /** Payments that went through, of all that were tried. */
  accepted: sum,
  attempts: sum,
  newCustomers: sum,
  resolved: sum,
  /** The business time until first replies, and how many there were. */
  replyMs: sum,
  replies: sum,
  /** Promises kept, of all that ended with a target. */
  kept: sum,
  judged: sum,
  scores: sum,
  ratings: sum,
  stockAlerts: sum,
  stockOuts: sum,
});
export type KpiDay = z.infer<typeof KpiDay>;

/** The sums of nothing. */
export const NO_SUMS: MetricSums = {
  paid: 0,
  refunded: 0,
  paidOrders: 0,
  accepted: 0,
  attempts: 0,
  newCustomers: 0,
  resolved: 0,
  replyMs: 0,
  replies: 0,
  kept: 0,
  judged: 0,
  scores: 0,
  ratings: 0,
  stockAlerts: 0,
  stockOuts: 0,
};

/** Returns the sums of both, or with `times` -1 their difference. */
export function addMetricSums(a: MetricSums, b: MetricSums, times: 1 | -1 = 1): MetricSums {
  const added: Record<SumName, number> = { ...NO_SUMS };
  for (const name of SUM_NAMES) added[name] = a[name] + times * b[name];
  return added;
}

/** Returns whether sums are equal. */
export function sameSums(a: MetricSums, b: MetricSums): boolean {
  return SUM_NAMES.every((name) => a[name] === b[name]);
}

/** Something that happened, and what it adds. */
export interface Counted {
  readonly at: number;
  /** The scopes besides all that it belongs to. */
  readonly of: readonly { readonly by: Exclude<SumScope, 'all'>; readonly key: string }[];
  readonly sums: MetricSums;
}

const locations = (locationId: string | null): Counted['of'] =>
  locationId === null ? [] : [{ by: 'location', key: locationId }];

/**
 * Returns what a payment or refund adds. One in another currency counts in nothing, as in all figures; one that failed counts as
 * tried only.
 */
export function countPayment(
  payment: Pick<Payment, 'kind' | 'status' | 'amount' | 'settlesOrder' | 'currency' | 'at'>,
  locationId: string | null,
  currency: string,
): Counted | null {
  if (payment.currency !== currency) return null;
  const { paid, refunded, paidOrders } = paymentFigures(payment);
  const attempts = payment.kind === 'payment' ? 1 : 0;
  const accepted = payment.status === 'failed' ? 0 : attempts;
  return {
    at: payment.at,
    of: locations(locationId),
    sums: { ...NO_SUMS, paid, refunded, paidOrders, accepted, attempts },
  };
}

/** Returns what a customer's first order adds. */
export function countCustomer(placedAt: number): Counted {
  return { at: placedAt, of: [], sums: { ...NO_SUMS, newCustomers: 1 } };
}

/** Returns what a fact of customer service adds; null for what no metric counts. */
export function countFact(
  fact: Pick<ServiceFact, 'kind' | 'at' | 'teamId' | 'businessMs' | 'kept' | 'score'>,
): Counted | null {
  if (fact.kind === 'opened') return null;
  const isReply = fact.kind === 'first_reply' && fact.businessMs !== null;
  const isRating = fact.kind === 'rating' && fact.score !== null;
  return {
    at: fact.at,
    of: fact.teamId === null ? [] : [{ by: 'team', key: fact.teamId }],
    sums: {
      ...NO_SUMS,
      resolved: fact.kind === 'resolution' ? 1 : 0,
      replyMs: isReply ? (fact.businessMs ?? 0) : 0,
      replies: isReply ? 1 : 0,
      kept: fact.kept === true ? 1 : 0,
      judged: fact.kept === null ? 0 : 1,
      scores: isRating ? (fact.score ?? 0) : 0,
      ratings: isRating ? 1 : 0,
    },
  };
}

/** Returns what an alert about stock adds when it is raised. */
export function countStockAlert(alert: {
  readonly kind: string;
  readonly raisedAt: number;
  readonly locationId: string;
}): Counted {
  return {
    at: alert.raisedAt,
    of: locations(alert.locationId),
    sums: { ...NO_SUMS, stockAlerts: 1, stockOuts: alert.kind === 'out_of_stock' ? 1 : 0 },
  };
}
