import type { RunPiece } from '../kernel.ts';
import type { Catalogue, Product } from './catalogue.ts';
import { breathe, type DemoGateway, SHOP } from './gateway.ts';
import { type HistoryStep, PAST_TALKS, planHistory } from './history.ts';
import { ensurePersonas } from './personas.ts';
import { HISTORY_PACE, type OrderPlan, type Pace } from './plan.ts';
import { randomFor } from './random.ts';
import { createPlaces, createProduct, placeOrder, restock, takeStep } from './shop.ts';
import { type DemoState, holdsData, readState, saveState } from './state.ts';
import { replayTalk } from './talks.ts';

/** Products written in one transaction, which takes a few ms. */
const PRODUCTS_A_SLICE = 48;
/** Duration of one transaction of history, ms; other work gets its turn between them. */
const HISTORY_SLICE_MS = 10;
/** Maximum steps in one transaction of history. */
const MAX_STEPS = 200;
/** Deliveries per morning. */
const MORNING_DELIVERIES = 300;

export interface BeginOptions {
  readonly seed: number;
  readonly historyDays: number;
  readonly now: number;
}

/**
 * Starts the shop on an empty database, or returns the state of the existing one; null where the database holds data of its
 * own, to which nothing is added.
 */
export async function begin(gateway: DemoGateway, options: BeginOptions): Promise<DemoState | null> {
  const { sql, executor } = gateway;
  const found = readState(sql);
  // One-click accounts would open a shop that is somebody's own.
  if (!found && holdsData(sql)) return null;
  await executor.run(SHOP, options.now, ensurePersonas);
  if (found) return found;
  const state: DemoState = {
    seed: options.seed,
    phase: 'catalogue',
    nextProduct: 0,
    historyFrom: options.now - options.historyDays * 86_400_000,
    historyTo: options.now,
    historyDone: 0,
    historyOrders: 0,
    nextOrder: 0,
    nextConversation: 0,
  };
  await executor.run(SHOP, state.historyFrom, (context) => {
    createPlaces(context);
    context.write(saveState, state);
  });
  return state;
}

/** Returns the products by sales, so that the bestsellers are on screen first. */
export function byPopularity(catalogue: Catalogue): Product[] {
  const sold = new Map<string, number>();
  for (const template of catalogue.templates) {
    for (const line of template.lines)
      sold.set(line.product.id, (sold.get(line.product.id) ?? 0) + line.quantity);
  }
  return catalogue.products.toSorted(
    (a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Writes the catalogue, then the history, from where the previous run stopped. Works in short transactions, each of which saves
 * its progress, with pauses between them. Returns early when `stopped`.
 */
export async function catchUp(
  gateway: DemoGateway,
  catalogue: Catalogue,
  plan: (n: number, pace: Pace) => OrderPlan,
  from: DemoState,
  stopped: () => boolean,
): Promise<DemoState> {
  let state = from;
  const { executor } = gateway;
  if (state.phase === 'catalogue') {
    const products = byPopularity(catalogue);
    while (state.nextProduct < products.length && !stopped()) {
      const slice = products.slice(state.nextProduct, state.nextProduct + PRODUCTS_A_SLICE);
      const next: DemoState = { ...state, nextProduct: state.nextProduct + slice.length };
      await executor.run(SHOP, state.historyFrom, (context) => {
        for (const product of slice) createProduct(context, state.seed, product);
        context.write(saveState, next);
      });
      state = next;
      await breathe();
    }
    if (stopped()) return state;
    state = { ...state, phase: 'history' };
  }
  if (state.phase === 'history') state = await replayHistory(gateway, plan, state, stopped);
  return state;
}

async function replayHistory(
  gateway: DemoGateway,
  plan: (n: number, pace: Pace) => OrderPlan,
  begun: DemoState,
  stopped: () => boolean,
): Promise<DemoState> {
  let state = begun;
  const history = planHistory(
    state.seed,
    state.historyFrom,
    state.historyTo,
    gateway.config.workspace.timeZone,
    plan,
  );
  while (state.historyDone < history.steps.length && !stopped()) {
    const from = state;
    state = await gateway.executor.together((run) => {
      const end = performance.now() + HISTORY_SLICE_MS;
      let reached = from;
      for (const step of history.steps.slice(from.historyDone, from.historyDone + MAX_STEPS)) {
        const next: DemoState = { ...reached, phase: 'history', historyDone: reached.historyDone + 1 };
        replayStep(run, plan, from.seed, step, next);
        reached = next;
        if (performance.now() >= end) break;
      }
      return reached;
    });
    await breathe();
  }
  if (stopped()) return state;
  const live: DemoState = {
    ...state,
    phase: 'live',
    historyOrders: history.orders,
    nextOrder: history.orders,
    nextConversation: PAST_TALKS,
  };
  await gateway.executor.run(SHOP, state.historyTo, (context) => context.write(saveState, live));
  return live;
}

function replayStep(
  run: RunPiece,
  plan: (n: number, pace: Pace) => OrderPlan,
  seed: number,
  step: HistoryStep,
  next: DemoState,
): void {
  if (step.kind === 'talk') {
    const order = plan(step.talk.orderIndex, HISTORY_PACE);
    const line = order.lines[0];
    if (!line) return;
    replayTalk(run, seed, step.talk, step.part, { ...order, product: line.product }, step.at, (context) =>
      context.write(saveState, next),
    );
    return;
  }
  run(SHOP, step.at, (context) => {
    if (step.kind === 'place') placeOrder(context, plan(step.n, HISTORY_PACE));
    else if (step.kind === 'step') takeStep(context, plan(step.n, HISTORY_PACE), step.step);
    else restock(context, seed, randomFor(seed, 'delivery', step.day), MORNING_DELIVERIES);
    context.write(saveState, next);
  });
}
