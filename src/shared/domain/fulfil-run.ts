import { z } from 'zod';
import { stepId } from './bulk-run.ts';
import { CodedText } from './coded-text.ts';
import { Id, Timestamp } from './ids.ts';
import { FRESH_MS } from './macro-run.ts';
import { MAX_PICK_ORDERS } from './picking.ts';
import { ShippedLine } from './shipments.ts';

/** The most orders that one run fulfils. */
export const MAX_RUN_ORDERS = MAX_PICK_ORDERS;
/** How many orders a run is begun with, and how much they take in characters of JSON: room is left for what becomes of each. */
const RUN_ORDERS = 50;
const MAX_RUN_LENGTH = 28_000;
/** The most that the reason of a refusal takes to be kept in a run, in characters of JSON. */
const MAX_WHY_LENGTH = 240;

/** Why an order was refused: what the server or the window said. */
const Refused = z.object({
  code: z.string().max(40),
  message: z.string().max(160),
  field: z.string().max(80).nullish(),
  why: CodedText.optional().catch(undefined),
});

/** What became of an order. `waits`: its command is in the outbox. `unknown`: the run was broken off with it, too long ago to be sent again. */
export const RunResult = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['accepted', 'waits', 'unknown']) }),
  z.object({ kind: z.literal('refused'), refusal: Refused }),
]);
export type RunResult = z.infer<typeof RunResult>;

/** An order of a run. `lines` are what leaves of it; null for all that is left. */
export const RunOrder = z.object({
  orderId: Id,
  number: z.string().max(64),
  lines: z.array(ShippedLine).max(1000).nullable(),
});
export type RunOrder = z.infer<typeof RunOrder>;

/**
 * Many orders that are fulfilled, each by a command of its own. It is kept before each one: a run that was broken off goes on with that
 * order, under the same id, which takes effect once. An order that is refused does not stop the others.
 */
export const FulfilRun = z.object({
  /** What the ids of its commands are made from. */
  id: z.uuidv7(),
  startedAt: Timestamp,
  /** Whose stock the goods leave; null for the location of each order. */
  locationId: Id.nullable(),
  orders: z.array(RunOrder).min(1).max(MAX_RUN_ORDERS),
  /** One for each order that was decided, in their order. The next order was begun last. */
  results: z.array(RunResult).max(MAX_RUN_ORDERS),
});
export type FulfilRun = z.infer<typeof FulfilRun>;

/** Divides orders into as many runs as it takes for each to be kept. */
export function runsOf(orders: readonly RunOrder[]): RunOrder[][] {
  const runs: RunOrder[][] = [];
  let length = 0;
  for (const order of orders) {
    const own = JSON.stringify(order).length;
    const last = runs.at(-1);
    if (last === undefined || last.length >= RUN_ORDERS || length + own > MAX_RUN_LENGTH) {
      runs.push([order]);
      length = own;
    } else {
      last.push(order);
      length += own;
    }
  }
  return runs;
}

/** Whether all orders are decided or in the outbox. */
export function isRunOver({ orders, results }: Pick<FulfilRun, 'orders' | 'results'>): boolean {
  return results.length >= orders.length;
}

/** Returns the command of the order that is next; null if there is none. */
export function nextOfRun(
  run: FulfilRun,
): { readonly id: string; readonly data: Record<string, unknown> } | null {
  const order = run.orders[run.results.length];
  if (order === undefined) return null;
  const data = {
    orderId: order.orderId,
    ...(order.lines !== null && { lines: order.lines }),
    ...(run.locationId !== null && { locationId: run.locationId }),
  };
  return { id: stepId(run.id, run.results.length), data };
}

/** Returns the run after its next order was decided. */
export function afterOrder(run: FulfilRun, result: RunResult): FulfilRun {
  return { ...run, results: [...run.results, result] };
}

/** Returns a refusal as a run keeps it. */
export function refusedResult(refusal: {
  readonly code: string;
  readonly message: string;
  readonly field?: string | null | undefined;
  readonly why?: z.infer<typeof CodedText> | undefined;
}): RunResult {
  const { code, message, field, why } = refusal;
  return {
    kind: 'refused',
    refusal: {
      ...{ code: code.slice(0, 40), message: message.slice(0, 160), field: field?.slice(0, 80) ?? null },
      ...(why !== undefined && JSON.stringify(why).length <= MAX_WHY_LENGTH && { why }),
    },
  };
}

/**
 * Returns a run that was broken off as it goes on. After too long a time the server takes its commands no more: then nobody knows what
 * became of the order that was begun last, and the others get new ids.
 */
export function resumedRun(run: FulfilRun, now: number, newId: () => string): FulfilRun {
  if (isRunOver(run) || now - run.startedAt < FRESH_MS) return run;
  return { ...afterOrder(run, { kind: 'unknown' }), id: newId(), startedAt: now };
}

/** How many orders of a run came to what. */
export function countResults({ orders, results }: Pick<FulfilRun, 'orders' | 'results'>): {
  readonly accepted: number;
  readonly waits: number;
  readonly refused: number;
  readonly unknown: number;
  readonly left: number;
} {
  const count = (kind: RunResult['kind']): number => results.filter((one) => one.kind === kind).length;
  return {
    ...{ accepted: count('accepted'), waits: count('waits'), refused: count('refused') },
    ...{ unknown: count('unknown'), left: orders.length - results.length },
  };
}
