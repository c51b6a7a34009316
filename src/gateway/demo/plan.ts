import type { Customer, FAILURE_REASONS } from '#shared/domain/orders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#shared/domain/time.ts';
import type { Catalogue, OrderTemplate, TemplateLine } from './catalogue.ts';
import { type Random, randomFor, shuffled } from './random.ts';

export const STORE = 'store';
export const WAREHOUSE = 'warehouse';

export type OrderStep = 'fail' | 'pay' | 'fulfil' | 'cancel' | 'refund';

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
  /** Why the first attempt to pay fails; null if it succeeds. */
  readonly failure: FailureReason | null;
  readonly steps: readonly PlannedStep[];
}

type FailureReason = (typeof FAILURE_REASONS)[number];

/** How long the steps of an order take, ms: after the order is placed, paid, or fulfilled. */
const PACE = {
  payMs: [20_000, 4 * MINUTE_MS],
  fulfilMs: [HOUR_MS, 10 * HOUR_MS],
  cancelMs: [5 * MINUTE_MS, 50 * MINUTE_MS],
  refundMs: [DAY_MS, 6 * DAY_MS],
} as const;

/** How the ids of demo orders start. */
export const ORDER_PREFIX = 'demo:';
const METHODS = ['card', 'card', 'card', 'card', 'paypal', 'paypal', 'bank_transfer', 'gift_card'] as const;
/** The share of first attempts that fail, by method, and why. */
const FAILS: Readonly<Record<string, number>> = { card: 0.05, paypal: 0.03, 'gift card': 0.04 };
const FAILURES = [
  'declined',
  'declined',
  'insufficient_funds',
  'insufficient_funds',
  'expired_card',
  'authentication_failed',
  'fraud_suspected',
  'provider_error',
] as const;
const CANCELLED = 0.045;
const REFUNDED = 0.035;
const FROM_STORE = 0.3;

/** Returns a planner for a seed. It goes through the data set's orders in a shuffled order, repeatedly. */
export function createPlanner(seed: number, catalogue: Catalogue): (n: number) => OrderPlan {
  const order = shuffled(catalogue.templates.length, randomFor(seed, 'templates'));
  return (n) => {
    const template = catalogue.templates[order[n % order.length] ?? 0];
    if (!template) throw new RangeError('the catalogue has no orders');
    return withFailure(randomFor(seed, 'attempt', n), planOrder(randomFor(seed, 'order', n), n, template));
  };
}

/** Returns the number of a demo order; null for any other order. */
export function orderIndex(orderId: string): number | null {
  const match = /^demo:(\d{1,12})$/.exec(orderId);
  return match ? Number(match[1]) : null;
}

/** Lets some first attempts to pay fail, shortly before the one that succeeds. */
function withFailure(random: Random, plan: OrderPlan): OrderPlan {
  const pay = plan.steps.find(({ step }) => step === 'pay');
  if (!pay || !random.chance(FAILS[plan.method] ?? 0)) return plan;
  const fail: PlannedStep = { step: 'fail', afterMs: Math.floor(pay.afterMs / 2) };
  return { ...plan, failure: random.pick(FAILURES), steps: [fail, ...plan.steps] };
}

function planOrder(random: Random, n: number, template: OrderTemplate): OrderPlan {
  const within = ([from, to]: readonly [number, number]): number => random.between(from, to);
  const locationId = random.chance(FROM_STORE) ? STORE : WAREHOUSE;
  const method = random.pick(METHODS);
  const fate = random.next();
  const payMs = within(PACE.payMs);
  const fulfilMs = payMs + within(PACE.fulfilMs);
  const steps: PlannedStep[] = [{ step: 'pay', afterMs: payMs }];
  if (fate < CANCELLED) {
    steps.push({ step: 'cancel', afterMs: payMs + within(PACE.cancelMs) });
  } else {
    steps.push({ step: 'fulfil', afterMs: fulfilMs });
    if (fate < CANCELLED + REFUNDED)
      steps.push({ step: 'refund', afterMs: fulfilMs + within(PACE.refundMs) });
  }
  return {
    n,
    id: `${ORDER_PREFIX}${n}`,
    number: `Q-${100_000 + n}`,
    customer: template.customer,
    lines: template.lines,
    locationId,
    method,
    failure: null,
    steps,
  };
}
