import { revenueOf } from './figures.ts';
import type { MetricSums, SumScope } from './kpi-sums.ts';

/*
 * What each metric is: the one home of these rules. A metric is a sum, or the quotient of two sums, so that it is right for any
 * days and scope.
 */

/** The metrics in the order in which they are offered. */
export const METRICS = [
  'revenue',
  'paid_orders',
  'aov',
  'refunds',
  'refund_rate',
  'payment_success',
  'new_customers',
  'resolved',
  'first_reply',
  'service_level',
  'rating',
  'stock_alerts',
  'stock_outs',
] as const;
export type Metric = (typeof METRICS)[number];

/** What a value is: minor units, a number of things, a fraction (0.25 is 25 %), ms, or points from 1 to 5. */
export type MetricUnit = 'money' | 'count' | 'share' | 'duration' | 'points';

/** What a metric is made of. */
export interface MetricSpec {
  readonly unit: MetricUnit;
  readonly value: (sums: MetricSums) => number;
  /** What the value is divided by; null for one that adds up over time. */
  readonly per: ((sums: MetricSums) => number) | null;
  /** What it can be limited to, besides all. */
  readonly scope: Exclude<SumScope, 'all'> | null;
  readonly better: 'more' | 'less';
}

/** What each metric is made of. The first reply is the mean of the business times, since a median cannot be had from sums. */
export const METRIC_SPECS: Readonly<Record<Metric, MetricSpec>> = {
  revenue: { unit: 'money', value: revenueOf, per: null, scope: 'location', better: 'more' },
  paid_orders: { unit: 'count', value: (s) => s.paidOrders, per: null, scope: 'location', better: 'more' },
  aov: { unit: 'money', value: revenueOf, per: (s) => s.paidOrders, scope: 'location', better: 'more' },
  refunds: { unit: 'money', value: (s) => s.refunded, per: null, scope: 'location', better: 'less' },
  refund_rate: {
    unit: 'share',
    value: (s) => s.refunded,
    per: (s) => s.paid,
    scope: 'location',
    better: 'less',
  },
  payment_success: {
    unit: 'share',
    value: (s) => s.accepted,
    per: (s) => s.attempts,
    scope: 'location',
    better: 'more',
  },
  new_customers: { unit: 'count', value: (s) => s.newCustomers, per: null, scope: null, better: 'more' },
  resolved: { unit: 'count', value: (s) => s.resolved, per: null, scope: 'team', better: 'more' },
  first_reply: {
    unit: 'duration',
    value: (s) => s.replyMs,
    per: (s) => s.replies,
    scope: 'team',
    better: 'less',
  },
  service_level: { unit: 'share', value: (s) => s.kept, per: (s) => s.judged, scope: 'team', better: 'more' },
  rating: { unit: 'points', value: (s) => s.scores, per: (s) => s.ratings, scope: 'team', better: 'more' },
  stock_alerts: { unit: 'count', value: (s) => s.stockAlerts, per: null, scope: 'location', better: 'less' },
  stock_outs: { unit: 'count', value: (s) => s.stockOuts, per: null, scope: 'location', better: 'less' },
};

/** Whether a metric adds up over time; the others are means and shares. */
export function addsUp(metric: Metric): boolean {
  return METRIC_SPECS[metric].per === null;
}

/** Returns a metric's value; null where there is nothing to divide by. */
export function metricValue(metric: Metric, sums: MetricSums): number | null {
  const { unit, value, per } = METRIC_SPECS[metric];
  const numerator = value(sums);
  if (per === null) return numerator;
  const denominator = per(sums);
  if (denominator <= 0) return null;
  const quotient = numerator / denominator;
  return unit === 'money' || unit === 'duration' ? Math.round(quotient) : quotient;
}
