import { DAY_MS, HOUR_MS, startOfDay, zoneOffsetMs } from '#shared/domain/time.ts';
import { SITUATION_NAMES, type SituationName } from './dialogues.ts';
import { dayOfOrders, HISTORY_PACE, type OrderPlan, type OrderStep } from './plan.ts';
import { randomFor } from './random.ts';

/** One step of the history. Parts of a talk count from 0. */
export type HistoryStep =
  | { readonly at: number; readonly kind: 'place'; readonly n: number }
  | { readonly at: number; readonly kind: 'step'; readonly n: number; readonly step: OrderStep }
  | { readonly at: number; readonly kind: 'restock'; readonly day: number }
  | { readonly at: number; readonly kind: 'talk'; readonly talk: PastTalk; readonly part: number };

/** A past conversation: its order, its agent and how far it got. */
export interface PastTalk {
  readonly n: number;
  readonly orderIndex: number;
  readonly situation: SituationName;
  /** Index of the answering agent. */
  readonly agent: number;
  /** How many of TALK_PARTS took place: 1 for a waiting customer, all for a resolved conversation. */
  readonly parts: number;
}

/** Open, agent's greeting, customer, agent's answer, customer's thanks, resolved. */
export const TALK_PARTS = 6;
/** Past conversations: waiting, in progress, resolved. */
const WAITING = 4;
const WORKED_ON = 5;
const RESOLVED = 15;
export const PAST_TALKS = WAITING + WORKED_ON + RESOLVED;

const RESTOCK_HOUR = 6;

/** The history of a seed's shop, and its number of orders. */
export interface History {
  readonly orders: number;
  readonly steps: readonly HistoryStep[];
}

/**
 * Plans everything from `from` to `to`, by time: orders at a shop's pace, a delivery each morning, conversations in the last
 * days. A pure function, so that an interrupted history resumes where it stopped.
 */
export function planHistory(
  seed: number,
  from: number,
  to: number,
  timeZone: string,
  plan: (n: number, pace: typeof HISTORY_PACE) => OrderPlan,
): History {
  const steps: HistoryStep[] = [];
  const placedAt: number[] = [];
  for (let day = 0, start = startOfDay(from, timeZone); start < to; day += 1) {
    // Noon plus 24 h is always in the next day, whatever daylight saving does.
    const next = startOfDay(start + DAY_MS + 12 * HOUR_MS, timeZone);
    const weekday = new Date(start + zoneOffsetMs(start, timeZone)).getUTCDay();
    for (const at of dayOfOrders(randomFor(seed, 'day', day), start, weekday)) {
      if (at >= from && at < to) placedAt.push(at);
    }
    const delivery = start + RESTOCK_HOUR * HOUR_MS;
    if (delivery >= from && delivery < to) steps.push({ at: delivery, kind: 'restock', day });
    start = next;
  }
  placedAt.forEach((at, n) => {
    steps.push({ at, kind: 'place', n });
    for (const { step, afterMs } of plan(n, HISTORY_PACE).steps) {
      if (at + afterMs < to) steps.push({ at: at + afterMs, kind: 'step', n, step });
    }
  });
  steps.push(...pastTalks(seed, to, placedAt));
  return { orders: placedAt.length, steps: steps.sort(byTime) };
}

/** Sorts by time; the sort is stable, so steps of one order keep their order at the same ms. */
function byTime(a: HistoryStep, b: HistoryStep): number {
  return a.at - b.at;
}

function pastTalks(seed: number, to: number, placedAt: readonly number[]): HistoryStep[] {
  const steps: HistoryStep[] = [];
  for (let n = 0; n < PAST_TALKS; n += 1) {
    const random = randomFor(seed, 'past talk', n);
    const waiting = n < WAITING;
    const parts = waiting ? 1 : n < WAITING + WORKED_ON ? random.between(2, 4) : TALK_PARTS;
    const begun =
      to -
      (waiting
        ? random.between(2, 25) * 60_000
        : parts < TALK_PARTS
          ? random.between(30, 300) * 60_000
          : random.between(5, 70) * HOUR_MS);
    const before = placedAt.findLastIndex((at) => at < begun - 10 * 60_000);
    if (before < 0) continue;
    const talk: PastTalk = {
      n,
      orderIndex: Math.max(0, before - random.between(0, 120)),
      situation: random.pick(SITUATION_NAMES),
      agent: random.between(0, 1),
      parts,
    };
    let at = begun;
    for (let part = 0; part < parts; part += 1) {
      if (at < to) steps.push({ at, kind: 'talk', talk, part });
      at += random.between(40, 150) * 1000;
    }
  }
  return steps;
}
