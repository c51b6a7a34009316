import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { type Balance, Quantity } from './inventory.ts';

/**
 * What the watchdog compares. `ledger`: a level with the sum of its movements. `reservations`: what a level has committed with the
 * quantities of its open reservations.
 */
export const WATCHDOG_CHECKS = ['ledger', 'reservations'] as const;

const Counts = z.object({ onHand: Quantity, committed: Quantity, unavailable: Quantity });

/** A level that is not what its ledger or its reservations make of it. A level has at most one. */
export const Difference = z.object({
  kind: z.enum(WATCHDOG_CHECKS),
  itemId: Id,
  locationId: Id,
  /** What the level ought to be. */
  expected: Counts,
  /** What it was when the difference was found, ms. */
  actual: Counts,
  foundAt: Timestamp,
});
export type Difference = z.infer<typeof Difference>;

/** How a difference ended: somebody repaired it, or a later run did not find it again. */
export const DIFFERENCE_OUTCOMES = ['repaired', 'gone'] as const;

/** A finished run over all levels. Times are in ms. */
export const WatchdogRun = z.object({
  id: Id,
  trigger: z.enum(['schedule', 'hand']),
  startedAt: Timestamp,
  finishedAt: Timestamp,
  /** What was looked at: levels, and the movements that were summed. */
  levels: z.int().min(0),
  movements: z.int().min(0),
  /** Differences at the end of the run. */
  differences: z.int().min(0),
});
export type WatchdogRun = z.infer<typeof WatchdogRun>;

/** Returns whether two balances are the same. */
export function sameBalance(a: Balance, b: Balance): boolean {
  return a.onHand === b.onHand && a.committed === b.committed && a.unavailable === b.unavailable;
}

/** Returns the sum of two balances. */
export function addBalance(a: Balance, b: Balance): Balance {
  return {
    onHand: a.onHand + b.onHand,
    committed: a.committed + b.committed,
    unavailable: a.unavailable + b.unavailable,
  };
}

/** The facts about one level: what is stored, what its movements add up to, and what its open reservations hold. */
export interface LevelFacts {
  readonly level: Balance;
  readonly ledger: Balance;
  readonly reserved: number;
}

/** A difference without its place and time. */
export type Judgement = Pick<Difference, 'kind' | 'expected' | 'actual'>;

/**
 * Returns what is wrong with a level, null if nothing is. The ledger goes first: what is committed is compared with the
 * reservations only where the level is what its movements make of it.
 */
export function judgeLevel({ level, ledger, reserved }: LevelFacts): Judgement | null {
  if (!sameBalance(level, ledger)) return { kind: 'ledger', expected: ledger, actual: level };
  if (level.committed === reserved) return null;
  return { kind: 'reservations', expected: { ...level, committed: reserved }, actual: level };
}
