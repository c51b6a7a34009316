import { unfinishedOrders } from '../orders/index.ts';
import { type DemoGateway, SHOP } from './gateway.ts';
import { ORDER_PREFIX, type OrderPlan, orderIndex, type PlannedStep } from './plan.ts';
import { restock } from './purchases.ts';
import { randomFor } from './random.ts';
import { hourOf, nextByRhythm } from './rhythm.ts';
import { placeOrder, takeStep } from './shop.ts';
import type { Due, Moment } from './simulation.ts';
import { type DemoState, saveChange } from './state.ts';

/** Pause between deliveries, ms, and the hours of the day in which they come. */
const DELIVERY_MS = [40 * 60_000, 80 * 60_000] as const;
const DELIVERY_HOURS = { from: 6, to: 20 } as const;
/** Orders that fall behind by more than this, ms, are not made up for while the demo runs. */
const MAX_LAG_MS = 60_000;
/** Maximum open orders resumed at a start; older ones stay as they are. */
const MAX_RESUMED = 5000;

/** What the parts of the shop share. */
export interface Shop {
  readonly gateway: DemoGateway;
  readonly seed: number;
  readonly timeZone: string;
  readonly plan: (n: number) => OrderPlan;
}

/** Returns the shop's next order and delivery, and what is left of its open orders. `now` stands for times not yet known. */
export function tradingDue(shop: Shop, state: DemoState, now: number): Due[] {
  return [
    orderDue(shop, state.nextOrder, state.nextOrderAt ?? now),
    deliveryDue(shop, state.nextDeliveryAt ?? now),
    ...openOrders(shop),
  ];
}

/** Returns when the nth order is placed, ms, if the one before it was at `after`. */
export function orderAfter({ seed, timeZone }: Shop, n: number, after: number, speed: number): number {
  return nextByRhythm(after, randomFor(seed, 'order time', n), timeZone, speed);
}

function orderDue(shop: Shop, n: number, at: number): Due {
  return {
    at,
    key: `order:${n}`,
    happen: ({ at: placedAt, speed, run }) => {
      const plan = shop.plan(n);
      // By the rhythm and not by the end of the work on the order before; but orders never pile up, and speed brings them forward.
      const after = at > placedAt || placedAt - at > MAX_LAG_MS ? placedAt : at;
      const nextOrderAt = orderAfter(shop, n + 1, after, speed);
      run(SHOP, placedAt, (context) => {
        placeOrder(context, plan);
        saveChange(context, { nextOrder: n + 1, nextOrderAt });
      });
      return [
        orderDue(shop, n + 1, nextOrderAt),
        ...plan.steps.map((step) => stepDue(plan, step, placedAt, speed)),
      ];
    },
  };
}

function stepDue(plan: OrderPlan, { step, afterMs }: PlannedStep, placedAt: number, speed: number): Due {
  return {
    at: placedAt + Math.ceil(afterMs / speed),
    key: `order:${plan.n}:${step}`,
    happen: ({ at, run }) => {
      run(SHOP, at, (context) => takeStep(context, plan, step));
      return [];
    },
  };
}

/** Returns the steps that are left of the open orders. */
function openOrders(shop: Shop): Due[] {
  return unfinishedOrders(shop.gateway.sql, ORDER_PREFIX, MAX_RESUMED).flatMap(({ id, status, placedAt }) => {
    const n = orderIndex(id);
    if (n === null) return [];
    const plan = shop.plan(n);
    const left =
      status === 'placed'
        ? plan.steps
        : status === 'paid'
          ? plan.steps.filter(({ step }) => step !== 'pay' && step !== 'fail')
          : plan.steps.filter(({ step }) => step === 'refund');
    return left.map((step) => stepDue(plan, step, placedAt, 1));
  });
}

function deliveryDue(shop: Shop, at: number): Due {
  return { at, key: 'delivery', happen: (moment) => deliver(shop, at, moment) };
}

function deliver(shop: Shop, due: number, { at, speed, run }: Moment): Due[] {
  const { seed, timeZone } = shop;
  const random = randomFor(seed, 'delivery', due);
  const nextDeliveryAt = at + Math.ceil(random.between(...DELIVERY_MS) / speed);
  const hour = hourOf(at, timeZone);
  run(SHOP, at, (context) => {
    if (hour >= DELIVERY_HOURS.from && hour < DELIVERY_HOURS.to) restock(context, random);
    saveChange(context, { nextDeliveryAt });
  });
  return [deliveryDue(shop, nextDeliveryAt)];
}
