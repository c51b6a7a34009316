import type { CommandContext, Principal } from '../kernel.ts';
import { unfinishedOrders } from '../orders/index.ts';
import type { Agenda } from './agenda.ts';
import { type DemoGateway, SHOP } from './gateway.ts';
import {
  HISTORY_PACE,
  LIVE_PACE,
  livePause,
  ORDER_PREFIX,
  type OrderPlan,
  orderIndex,
  type Pace,
  type PlannedStep,
} from './plan.ts';
import { randomFor } from './random.ts';
import { placeOrder, restock, takeStep } from './shop.ts';
import { type DemoState, readState, saveState } from './state.ts';

/** Pause between restocks at speed 1, ms, and most deliveries of one restock. */
const RESTOCK_MS = 45_000;
const DELIVERIES = 4;
/** Maximum open orders resumed at a start; older ones stay as they are. */
const MAX_RESUMED = 5000;

/** What the running shop needs. */
export interface TradingOptions {
  readonly gateway: DemoGateway;
  readonly agenda: Agenda;
  readonly plan: (n: number, pace: Pace) => OrderPlan;
  readonly speed: number;
  readonly now: () => number;
  /** The progress, shared by all parts of the demo. */
  readonly state: { current: DemoState };
}

/** Starts the shop's daily business on the agenda: an order every few seconds, its further steps, and deliveries. */
export function startTrading(options: TradingOptions): void {
  resumeOrders(options);
  scheduleOrder(options);
  scheduleDelivery(options);
}

/**
 * Returns an order's plan and when its steps are due. Orders of the history keep their hours; later ones follow the demo's
 * speed.
 */
function dueTimes(
  { plan, speed, state }: TradingOptions,
  n: number,
  placedAt: number,
): { plan: OrderPlan; steps: { step: PlannedStep['step']; at: number }[] } {
  const past = n < state.current.historyOrders;
  const planned = plan(n, past ? HISTORY_PACE : LIVE_PACE);
  return {
    plan: planned,
    steps: planned.steps.map(({ step, afterMs }) => ({ step, at: placedAt + afterMs / (past ? 1 : speed) })),
  };
}

/** Resumes the orders that were open when the demo last stopped. */
function resumeOrders(options: TradingOptions): void {
  const rows = unfinishedOrders(options.gateway.sql, ORDER_PREFIX, MAX_RESUMED);
  for (const { id, status, placedAt } of rows) {
    const n = orderIndex(id);
    if (n === null) continue;
    const { plan, steps } = dueTimes(options, n, placedAt);
    const left =
      status === 'placed'
        ? steps
        : status === 'paid'
          ? steps.filter(({ step }) => step !== 'pay')
          : steps.filter(({ step }) => step === 'refund');
    for (const { step, at } of left) scheduleStep(options, plan, step, at);
  }
}

function scheduleStep(
  { gateway, agenda, now }: TradingOptions,
  plan: OrderPlan,
  step: PlannedStep['step'],
  at: number,
): void {
  agenda.add(at, () => gateway.executor.run(SHOP, now(), (context) => takeStep(context, plan, step)));
}

function scheduleOrder(options: TradingOptions): void {
  const { agenda, now, speed, state } = options;
  const n = state.current.nextOrder;
  agenda.add(now() + livePause(state.current.seed, n) / speed, async () => {
    try {
      await placeNext(options, n);
    } finally {
      scheduleOrder(options);
    }
  });
}

async function placeNext(options: TradingOptions, n: number): Promise<void> {
  const { gateway, now, state } = options;
  const placedAt = now();
  const { plan, steps } = dueTimes(options, n, placedAt);
  await advance(gateway, state, placedAt, { nextOrder: n + 1 }, (context) => placeOrder(context, plan));
  for (const { step, at } of steps) scheduleStep(options, plan, step, at);
}

function scheduleDelivery(options: TradingOptions): void {
  const { gateway, agenda, now, speed, state } = options;
  agenda.add(now() + RESTOCK_MS / speed, async () => {
    try {
      const { seed } = state.current;
      const random = randomFor(seed, 'live delivery', now());
      await gateway.executor.run(SHOP, now(), (context) => restock(context, seed, random, DELIVERIES));
    } finally {
      scheduleDelivery(options);
    }
  });
}

/** Runs work and saves the progress it makes, in one transaction. */
export async function advance(
  gateway: DemoGateway,
  state: { current: DemoState },
  at: number,
  change: Partial<DemoState>,
  work: (context: CommandContext) => void,
  principal: Principal = SHOP,
): Promise<void> {
  await gateway.executor.run(principal, at, (context) => {
    work(context);
    saveChange(context, state.current, change);
  });
  state.current = { ...state.current, ...change };
}

/** Saves a change of the progress. Other work of the demo may have saved its own since `known` was read. */
export function saveChange(context: CommandContext, known: DemoState, change: Partial<DemoState>): void {
  context.write(saveState, { ...(readState(context.sql) ?? known), ...change });
}
