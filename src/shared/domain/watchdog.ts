import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { type Balance, EMPTY_BALANCE, Quantity, UNAVAILABLE_REASONS } from './inventory.ts';
import { SetAside, setAsideFor } from './lots.ts';

/**
 * What the watchdog compares. `ledger`: a level with the sum of its movements. `unavailable`: what is set aside for each reason, and
 * `lots`: what each lot holds, with the movements about it. `reservations`: what a level has committed with the quantities of its open
 * reservations. `incoming`: what it expects with what open purchase orders and transfers have not delivered.
 */
export const WATCHDOG_CHECKS = ['ledger', 'unavailable', 'lots', 'reservations', 'incoming'] as const;

/** How many lots of a level are named at most, those that differ first. */
export const MAX_NAMED_LOTS = 200;

/** What one lot holds. */
export const LotCount = z.object({ id: Id, code: z.string().min(1).max(200), onHand: Quantity });
export type LotCount = z.infer<typeof LotCount>;

const Counts = z.object({
  onHand: Quantity,
  committed: Quantity,
  unavailable: Quantity,
  /** What differs: only in the check that it is about. */
  reasons: z
    .array(SetAside.extend({ quantity: Quantity }))
    .max(UNAVAILABLE_REASONS.length)
    .optional(),
  lots: z.array(LotCount).max(MAX_NAMED_LOTS).optional(),
  incoming: Quantity.optional(),
});
export type Counts = z.infer<typeof Counts>;

/** A level that is not what it ought to be. A level has at most one: once it is repaired, the next is looked for. */
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

/** What movements add up to. Lots and reasons that add up to 0 are left out, so that there are as many as at the time. */
export interface LedgerTotals extends Balance {
  readonly reasons: Readonly<Record<string, number>>;
  readonly lots: Readonly<Record<string, number>>;
}

/** The totals of no movement. */
export const NO_TOTALS: LedgerTotals = { ...EMPTY_BALANCE, reasons: {}, lots: {} };

/** Returns the sum of two totals. */
export function addTotals(a: LedgerTotals, b: LedgerTotals): LedgerTotals {
  return { ...addBalance(a, b), reasons: addParts(a.reasons, b.reasons), lots: addParts(a.lots, b.lots) };
}

function addParts(a: LedgerTotals['lots'], b: LedgerTotals['lots']): LedgerTotals['lots'] {
  const added = Object.entries(b);
  if (added.length === 0) return a;
  const sums = new Map(Object.entries(a));
  for (const [key, quantity] of added) {
    const sum = quantity + (sums.get(key) ?? 0);
    if (sum === 0) sums.delete(key);
    else sums.set(key, sum);
  }
  return Object.fromEntries(sums);
}

/** The facts about one level: what is stored, what its movements add up to, what its open reservations hold, and what is to come. */
export interface LevelFacts {
  readonly level: Balance & { readonly incoming: number };
  readonly setAside: readonly SetAside[];
  /** The lots on hand, and those that the ledger says are. */
  readonly lots: readonly LotCount[];
  readonly ledger: LedgerTotals;
  readonly reserved: number;
  readonly incoming: number;
}

/** A difference without its place and time. */
export type Judgement = Pick<Difference, 'kind' | 'expected' | 'actual'>;

/**
 * Returns what is wrong with a level, null if nothing is. The ledger goes first: parts are compared only where the level is what its
 * movements make of it.
 */
export function judgeLevel(facts: LevelFacts): Judgement | null {
  const { ledger, reserved } = facts;
  const level = balanceOf(facts.level);
  const sum = balanceOf(ledger);
  if (!sameBalance(level, sum)) return { kind: 'ledger', expected: sum, actual: level };
  const reasons = differingReasons(facts);
  if (reasons)
    return {
      kind: 'unavailable',
      expected: { ...level, reasons: reasons.expected },
      actual: { ...level, reasons: reasons.actual },
    };
  const lots = differingLots(facts);
  if (lots)
    return {
      kind: 'lots',
      expected: { ...level, lots: lots.expected },
      actual: { ...level, lots: lots.actual },
    };
  if (level.committed !== reserved)
    return { kind: 'reservations', expected: { ...level, committed: reserved }, actual: level };
  if (facts.level.incoming === facts.incoming) return null;
  return {
    kind: 'incoming',
    expected: { ...level, incoming: facts.incoming },
    actual: { ...level, incoming: facts.level.incoming },
  };
}

function balanceOf({ onHand, committed, unavailable }: Balance): Balance {
  return { onHand, committed, unavailable };
}

function differingReasons({ setAside, ledger }: LevelFacts) {
  const differing = UNAVAILABLE_REASONS.filter(
    (reason) => setAsideFor(setAside, reason) !== (ledger.reasons[reason] ?? 0),
  );
  if (differing.length === 0) return null;
  return {
    expected: differing.map((reason) => ({ reason, quantity: ledger.reasons[reason] ?? 0 })),
    actual: differing.map((reason) => ({ reason, quantity: setAsideFor(setAside, reason) })),
  };
}

function differingLots({ lots, ledger }: LevelFacts) {
  const differing = lots
    .filter(({ id, onHand }) => onHand !== (ledger.lots[id] ?? 0))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, MAX_NAMED_LOTS);
  if (differing.length === 0) return null;
  return {
    expected: differing.map((lot) => ({ ...lot, onHand: ledger.lots[lot.id] ?? 0 })),
    actual: differing,
  };
}

/** Returns whether two counts are the same, also in the parts that they name. */
export function sameCounts(a: Counts, b: Counts): boolean {
  const parts = ({ reasons, lots, incoming }: Counts): string =>
    JSON.stringify([
      reasons?.map(({ reason, quantity }) => [reason, quantity]) ?? null,
      lots?.map(({ id, onHand }) => [id, onHand]) ?? null,
      incoming ?? null,
    ]);
  return sameBalance(a, b) && parts(a) === parts(b);
}
