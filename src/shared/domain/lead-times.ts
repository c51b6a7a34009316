import { DAY_MS } from './time.ts';

/* How long suppliers really take, from the orders that have arrived: the one home of this rule. */

/** The fewest deliveries that a lead time is measured from: with fewer, its spread says nothing. */
export const MIN_DELIVERIES = 3;
/** The most deliveries that are looked at: the newest orders of a supplier that have arrived. */
export const MAX_DELIVERIES = 50;
/** The newest orders of a supplier that are searched for deliveries. */
export const MAX_ORDERS = 200;

/** An order that has arrived: when it was sent to the supplier, and when its last goods came, ms. */
export interface Delivery {
  readonly placedAt: number;
  readonly arrivedAt: number;
}

/** A measured lead time: its mean and the standard deviation of a sample, days, and the deliveries that it is from. */
export interface LeadTime {
  readonly deliveries: number;
  readonly days: number;
  readonly deviation: number;
}

/** Returns the lead time of deliveries, from the order to the last goods; null for fewer than MIN_DELIVERIES. */
export function leadTimeOf(deliveries: readonly Delivery[]): LeadTime | null {
  const n = deliveries.length;
  if (n < MIN_DELIVERIES) return null;
  const days = deliveries.map(({ placedAt, arrivedAt }) => Math.max(0, arrivedAt - placedAt) / DAY_MS);
  const mean = days.reduce((sum, one) => sum + one, 0) / n;
  const squares = days.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { deliveries: n, days: mean, deviation: Math.sqrt(squares / (n - 1)) };
}
