import type { Customer } from '#shared/domain/orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import type { Catalogue, OrderTemplate, TemplateLine } from './catalogue.ts';
import { type Random, randomFor, shuffled } from './random.ts';

export const STORE = 'store';
export const WAREHOUSE = 'warehouse';

export type OrderStep = 'pay' | 'fulfil' | 'cancel' | 'refund';

/** A step of an order after it is placed, and the delay, ms. */
export interface PlannedStep {
  readonly step: OrderStep;
  readonly afterMs: number;
}

/** The nth order of a shop. A function of the seed and n, so that it is the same each time. */
export interface OrderPlan {
  readonly n: number;
  readonly id: string;
  readonly number: string;
  readonly customer: Customer;
  readonly lines: readonly TemplateLine[];
  /** Preferred location of its goods. */
  readonly locationId: string;
  readonly method: string;
  readonly steps: readonly PlannedStep[];
}

/** How long the steps of an order take: history has a shop's pace, the running demo one that people can watch. */
export interface Pace {
  readonly payMs: readonly [number, number];
  readonly fulfilMs: readonly [number, number];
  readonly cancelMs: readonly [number, number];
  readonly refundMs: readonly [number, number];
}

export const HISTORY_PACE: Pace = {
  payMs: [20_000, 4 * MINUTE_MS],
  fulfilMs: [HOUR_MS, 10 * HOUR_MS],
  cancelMs: [5 * MINUTE_MS, 50 * MINUTE_MS],
  refundMs: [DAY_MS, 6 * DAY_MS],
};
export const LIVE_PACE: Pace = {
  payMs: [1_000, 3_000],
  fulfilMs: [15_000, 75_000],
  cancelMs: [8_000, 14_000],
  refundMs: [30_000, 150_000],
};

/** How the ids of demo orders start. */
export const ORDER_PREFIX = 'demo:';
const METHODS = ['card', 'card', 'card', 'card', 'paypal', 'paypal', 'bank transfer', 'gift card'] as const;
const CANCELLED = 0.045;
const REFUNDED = 0.035;
const FROM_STORE = 0.3;

/** Returns a planner for a seed. It goes through the data set's orders in a shuffled order, repeatedly. */
export function createPlanner(seed: number, catalogue: Catalogue): (n: number, pace: Pace) => OrderPlan {
  const order = shuffled(catalogue.templates.length, randomFor(seed, 'templates'));
  return (n, pace) => {
    const template = catalogue.templates[order[n % order.length] ?? 0];
    if (!template) throw new RangeError('the catalogue has no orders');
    return planOrder(randomFor(seed, 'order', n), n, template, pace);
  };
}

/** Returns the number of a demo order; null for any other order. */
export function orderIndex(orderId: string): number | null {
  const match = /^demo:(\d{1,12})$/.exec(orderId);
  return match ? Number(match[1]) : null;
}

function planOrder(random: Random, n: number, template: OrderTemplate, pace: Pace): OrderPlan {
  const within = ([from, to]: readonly [number, number]): number => random.between(from, to);
  const locationId = random.chance(FROM_STORE) ? STORE : WAREHOUSE;
  const method = random.pick(METHODS);
  const fate = random.next();
  const payMs = within(pace.payMs);
  const fulfilMs = payMs + within(pace.fulfilMs);
  const steps: PlannedStep[] = [{ step: 'pay', afterMs: payMs }];
  if (fate < CANCELLED) {
    steps.push({ step: 'cancel', afterMs: payMs + within(pace.cancelMs) });
  } else {
    steps.push({ step: 'fulfil', afterMs: fulfilMs });
    if (fate < CANCELLED + REFUNDED)
      steps.push({ step: 'refund', afterMs: fulfilMs + within(pace.refundMs) });
  }
  return {
    n,
    id: `${ORDER_PREFIX}${n}`,
    number: `Q-${100_000 + n}`,
    customer: template.customer,
    lines: template.lines,
    locationId,
    method,
    steps,
  };
}

/** Relative number of orders by hour of the day. */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 8, 13, 18, 22, 24, 23, 21, 20, 20, 21, 23, 26, 29, 27, 20, 11, 5];
/** Orders of a day by weekday, Sunday first. */
const WEEKDAYS = [72, 60, 59, 60, 63, 70, 76];

/** Returns the times of a day's orders, ascending. `start` is the first instant of the day; `weekday` is 0 for Sunday. */
export function dayOfOrders(random: Random, start: number, weekday: number): number[] {
  const count = (WEEKDAYS[weekday] ?? 65) + random.between(-4, 4);
  const sum = HOURS.reduce((total, weight) => total + weight, 0);
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) {
    let left = random.next() * sum;
    let hour = 0;
    while (hour < 23 && left >= (HOURS[hour] ?? 0)) {
      left -= HOURS[hour] ?? 0;
      hour += 1;
    }
    times.push(start + hour * HOUR_MS + random.between(0, HOUR_MS - 1));
  }
  return times.sort((a, b) => a - b);
}

/** Returns the pause before the nth order at speed 1, ms: four to six seconds. */
export function livePause(seed: number, n: number): number {
  return randomFor(seed, 'pause', n).between(4_000, 6_000);
}
