import { z } from 'zod';
import { Actor, Id, Seq, Timestamp } from './ids.ts';
import { Quantity } from './inventory.ts';
import { Currency, MinorUnits, type MoneyByCurrency } from './money.ts';

/** Maximum lines of a stocktake sheet. */
export const MAX_COUNT_LINES = 5_000;
/** Maximum lines of one entry command. */
export const MAX_COUNT_ENTRIES = 50;
/** Maximum sheets that may be open at the same time: consoles hold all their lines. */
export const MAX_OPEN_COUNTS = 100;

/** The statuses of a stocktake sheet. */
export const COUNT_STATUSES = ['counting', 'reviewing', 'posted', 'cancelled'] as const;
export type CountStatus = (typeof COUNT_STATUSES)[number];

const COUNT_NEXT: Readonly<Record<CountStatus, readonly CountStatus[]>> = {
  counting: ['reviewing', 'cancelled'],
  reviewing: ['counting', 'posted', 'cancelled'],
  posted: [],
  cancelled: [],
};

/** Returns whether a sheet can change from one status to another. */
export function countCanBecome(from: CountStatus, to: CountStatus): boolean {
  return COUNT_NEXT[from].includes(to);
}

/**
 * Returns whether quantities can be entered. Also during the review: lines are counted again then, and what somebody entered
 * offline may arrive late.
 */
export function isOpenCount({ status }: { readonly status: CountStatus }): boolean {
  return status === 'counting' || status === 'reviewing';
}

/** What a sheet was started for: every item that the location stocks, those of a category, or a list. */
export const CountChoice = z.enum(['all', 'category', 'items']);
export type CountChoice = z.infer<typeof CountChoice>;

/** A stocktake sheet. `number` is its name in the ledger; `rev` counts the changes of its lines. */
export const Count = z.object({
  id: Id,
  number: z.string().min(1).max(20),
  name: z.string().max(120),
  locationId: Id,
  choice: CountChoice,
  /** The category of a choice by category; null otherwise. */
  category: z.string().max(120).nullable(),
  /** Whether the expected quantity is hidden while counting. */
  blind: z.boolean(),
  status: z.enum(COUNT_STATUSES),
  lineCount: z.int().min(0),
  countedCount: z.int().min(0),
  rev: z.int().min(0),
  startedBy: Actor.nullable(),
  startedAt: Timestamp,
  endedBy: Actor.nullable(),
  endedAt: Timestamp.nullable(),
  /** Why it was posted or cancelled. */
  reason: z.string().max(200).nullable(),
  /** How many levels its posting changed. */
  changedCount: z.int().min(0),
});
export type Count = z.infer<typeof Count>;

/** A line of a sheet. What was counted is compared with the level at the moment of the count, not with the level now. */
export const CountLine = z.object({
  countId: Id,
  /** The position on the sheet, from 0. */
  n: z.int().min(0),
  itemId: Id,
  /** The quantity on hand when the sheet was started, and the event that had last changed the level; 0 for none. */
  expected: Quantity,
  expectedSeq: Seq,
  /** The cost of one unit when the sheet was started, minor units of `currency`; null if unknown. */
  cost: MinorUnits.min(0).nullable(),
  currency: Currency,
  startedAt: Timestamp,
  /** What was counted; null until then. */
  counted: Quantity.min(0).nullable(),
  /** The quantity on hand at the moment of the count: that of its first part, if parts were added. */
  levelAt: Quantity.nullable(),
  /** The quantity on hand when the last part was added. */
  levelLast: Quantity.nullable(),
  countedBy: Actor.nullable(),
  countedAt: Timestamp.nullable(),
  /** The command of the last change. Who enters names the entry they saw; null for none. */
  entryId: Id.nullable(),
  /** Whether it is to be counted again. */
  recount: z.boolean(),
  /** Whether the level was set by another count since it was counted: the difference is settled already. */
  superseded: z.boolean(),
});
export type CountLine = z.infer<typeof CountLine>;

type Counted = Pick<CountLine, 'counted' | 'levelAt'>;

/**
 * Returns the quantity on hand at an earlier moment: what is on hand now, without the movements since. `since` are the changes
 * of the quantity on hand by movements after the moment.
 */
export function onHandBefore(onHand: number, since: readonly number[]): number {
  return since.reduce((level, delta) => level - delta, onHand);
}

/** Returns what a count found: counted minus the level at the moment of the count. null if it was not counted. */
export function countDifference({ counted, levelAt }: Counted): number | null {
  return counted === null || levelAt === null ? null : counted - levelAt;
}

/**
 * Returns the quantity on hand after posting: the level now plus the difference. That is what was counted plus all movements
 * since, so that what was sold after the count stays sold. A line that was not counted leaves the level unchanged.
 */
export function onHandAfterPosting(line: Counted, onHandNow: number): number {
  return onHandNow + (countDifference(line) ?? 0);
}

/** Returns what moved since a line was counted; null if it was not counted. */
export function movedSince({ levelAt }: Counted, onHandNow: number): number | null {
  return levelAt === null ? null : onHandNow - levelAt;
}

/** Returns what moved between the first and the last part of a count. Where it is not 0, the line is worth another count. */
export function movedWhile({ levelAt, levelLast }: Pick<CountLine, 'levelAt' | 'levelLast'>): number {
  return levelAt === null || levelLast === null ? 0 : levelLast - levelAt;
}

/** Returns the value of a difference at cost, minor units; null if the line was not counted or has no cost. */
export function differenceValue(line: Counted & Pick<CountLine, 'cost'>): number | null {
  const difference = countDifference(line);
  if (difference === 0) return 0;
  return difference === null || line.cost === null ? null : difference * line.cost;
}

/** An entry: what was counted, as the sum that the line shall have. */
export interface CountEntry {
  readonly counted: number;
  /** Whether it adds a part to what was counted before, instead of replacing it. */
  readonly adds: boolean;
  /** The entry that the person saw; null for a line that was not counted. */
  readonly seen: string | null;
  /** The quantity on hand at the moment of the count. */
  readonly level: number;
  readonly by: CountLine['countedBy'];
  readonly at: number;
  readonly entryId: string;
}

/**
 * Enters a count into a line, or returns `changed` if the line has another entry than the one that was seen. A replacement is
 * taken at its own moment. An added part keeps the moment of the first: what moves between the parts is taken as moved from
 * what had been counted already, so that a sale is never undone.
 */
export function enterCount(
  line: CountLine,
  entry: CountEntry,
): { readonly ok: true; readonly line: CountLine } | { readonly ok: false; readonly why: 'changed' } {
  if (line.entryId !== entry.seen) return { ok: false, why: 'changed' };
  const keepsMoment = entry.adds && line.levelAt !== null;
  return {
    ok: true,
    line: {
      ...line,
      counted: entry.counted,
      levelAt: keepsMoment ? line.levelAt : entry.level,
      levelLast: entry.level,
      countedBy: entry.by,
      countedAt: entry.at,
      entryId: entry.entryId,
      recount: false,
      superseded: keepsMoment && line.superseded,
    },
  };
}

/** Empties a line, so that it is counted again. */
export function recountLine(line: CountLine, entryId: string): CountLine {
  return {
    ...line,
    ...{ counted: null, levelAt: null, levelLast: null, countedBy: null, countedAt: null },
    ...{ entryId, recount: true, superseded: false },
  };
}

/**
 * Returns the sum of two counts of different shelves: what the other person's line has now, plus what was counted here beyond
 * what the line had when this count began.
 */
export function addedCount(theirs: number | null, mine: number, from: number | null): number {
  return (theirs ?? 0) + mine - (from ?? 0);
}

/** What is wrong with posting a line, in the order of the checks. */
export const COUNT_HURDLES = ['superseded', 'committed'] as const;
export type CountHurdle = (typeof COUNT_HURDLES)[number];

/**
 * Returns why a line cannot be posted; null if it can. A difference that another count has settled would be taken twice; a
 * difference that lowers what is available below the backorder limit would leave less than is promised.
 */
export function countHurdle(
  line: Counted & Pick<CountLine, 'superseded'>,
  level: { readonly available: number; readonly backorderLimit: number },
): CountHurdle | null {
  const difference = countDifference(line) ?? 0;
  if (difference === 0) return null;
  if (line.superseded) return 'superseded';
  return difference < 0 && level.available + difference < -level.backorderLimit ? 'committed' : null;
}

/** Sums of a sheet's differences. Units and values are of lines that differ. */
export interface CountSums {
  readonly counted: number;
  readonly differing: number;
  readonly over: number;
  readonly short: number;
  /** The value of all differences at cost, by currency; lines without a cost are in `withoutCost`. */
  readonly value: MoneyByCurrency;
  readonly withoutCost: number;
}

/** Sums the differences of lines. */
export function sumDifferences(lines: Iterable<Counted & Pick<CountLine, 'cost' | 'currency'>>): CountSums {
  const value: MoneyByCurrency = {};
  let [counted, differing, over, short, withoutCost] = [0, 0, 0, 0, 0];
  for (const line of lines) {
    const difference = countDifference(line);
    if (difference === null) continue;
    counted += 1;
    if (difference === 0) continue;
    differing += 1;
    if (difference > 0) over += difference;
    else short -= difference;
    const worth = differenceValue(line);
    if (worth === null) withoutCost += 1;
    else value[line.currency] = (value[line.currency] ?? 0) + worth;
  }
  return { counted, differing, over, short, value, withoutCost };
}
