import { DAY_MS, HOUR_MS, startOfDay, zoneOffsetMs } from '#shared/domain/time.ts';
import { SITUATION_NAMES, type SituationName } from './dialogues.ts';
import { dayOfOrders, HISTORY_PACE, type OrderPlan, type OrderStep } from './plan.ts';
import { randomFor } from './random.ts';

/** One thing that happened in the history. `talk` parts are counted from 0. */
export type HistoryStep =
  | { readonly at: number; readonly kind: 'place'; readonly n: number }
  | { readonly at: number; readonly kind: 'step'; readonly n: number; readonly step: OrderStep }
  | { readonly at: number; readonly kind: 'restock'; readonly day: number }
  | { readonly at: number; readonly kind: 'talk'; readonly talk: PastTalk; readonly part: number };

/** A conversation of the history: about which order, who took it, how far it came. */
export interface PastTalk {
  readonly n: number;
  readonly orderIndex: number;
  readonly situation: SituationName;
  /** Index of the agent that answers. */
  readonly agent: number;
  /** How many of TALK_PARTS happened: 1 is a customer still waiting, all of them a resolved conversation. */
  readonly parts: number;
}

/** Open, agent's greeting, customer, agent's answer, customer's thanks, resolved. */
export const TALK_PARTS = 6;
/** Conversations in the history: waiting, being worked on, resolved. */
const WAITING = 4;
const WORKED_ON = 5;
const RESOLVED = 15;
export const PAST_TALKS = WAITING + WORKED_ON + RESOLVED;

const RESTOCK_HOUR = 6;

/** The history of a seed's shop over a span, and how many orders it holds. */
export interface History {
  readonly orders: number;
  readonly steps: readonly HistoryStep[];
}

/**
 * All that happened from `from` to `to`, by time: orders at a shop's pace, a delivery each morning, conversations in the
 * last days. A function of its arguments alone, so that a history cut short by a kill is continued where it was.
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
    // Half past noon of a day plus 24 h is always in the next day, whatever daylight saving does.
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

/** By time; what belongs to one order keeps its order even at the same ms. */
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
