import { type Balance, EMPTY_BALANCE } from '#shared/domain/inventory.ts';
import { addBalance } from '#shared/domain/watchdog.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import type { LedgerKey } from './ledger.ts';
import { movementOf } from './rules.ts';
import type { Place } from './stock.ts';

/** A stored level with its number, by which the ledger names it. */
export interface StoredLevel extends Place, Balance {
  readonly id: number;
}

/** Returns the levels after a number, in the order of their numbers. */
export function storedLevelsAfter(sql: Sql, id: number, limit: number): StoredLevel[] {
  return sql
    .prepare<[number, number], StoredLevel>(
      `SELECT id, item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable
       FROM levels WHERE id > ? ORDER BY id LIMIT ?`,
    )
    .all(id, limit);
}

/** Returns a stored level; undefined where nothing ever moved. */
export function storedLevelAt(sql: Sql, { itemId, locationId }: Place): StoredLevel | undefined {
  return sql
    .prepare<[string, string], StoredLevel>(
      `SELECT id, item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable
       FROM levels WHERE item_id = ? AND location_id = ?`,
    )
    .get(itemId, locationId);
}

/** Movements of one level: their sum, their number, and the last; null where none were left. */
export interface LedgerSum {
  readonly sum: Balance;
  readonly movements: number;
  readonly last: LedgerKey | null;
}

/** Before all movements. */
export const LEDGER_START: LedgerKey = { seq: 0, n: -1 };

type Deltas = LedgerKey & Balance;

const DELTAS = `m.delta_on_hand AS onHand, m.delta_committed AS committed, m.delta_unavailable AS unavailable`;

/** Sums the indexed movements of a level after a place in the ledger, at most `limit` of them. */
export function sumIndexed(sql: Sql, levelId: number, after: LedgerKey, limit: number): LedgerSum {
  const rows = sql
    .prepare<[number, number, number, number], Deltas>(
      `SELECT k.seq, k.n, ${DELTAS} FROM level_movements k CROSS JOIN movements m ON m.seq = k.seq AND m.n = k.n
       WHERE k.level_id = ? AND (k.seq, k.n) > (?, ?) ORDER BY k.seq, k.n LIMIT ?`,
    )
    .all(levelId, after.seq, after.n, limit);
  const last = rows.at(-1);
  return {
    sum: rows.reduce<Balance>(addBalance, EMPTY_BALANCE),
    movements: rows.length,
    last: last ? { seq: last.seq, n: last.n } : null,
  };
}

/** Movements summed at a time. */
const PAGE = 1_000;

/** Sums the whole ledger of one level. Takes about 1 µs a movement. */
export function sumLedger(sql: Sql, levelId: number): Balance {
  let sum = sumTail(sql).get(levelId)?.sum ?? EMPTY_BALANCE;
  let after: LedgerKey | null = LEDGER_START;
  while (after !== null) {
    const part = sumIndexed(sql, levelId, after, PAGE);
    sum = addBalance(sum, part.sum);
    after = part.last;
  }
  return sum;
}

/** Sums the movements that are not indexed yet, by level. There are few: a sweep indexes them. */
export function sumTail(sql: Sql): ReadonlyMap<number, LedgerSum> {
  const sums = new Map<number, LedgerSum>();
  const rows = sql
    .prepare<[], Deltas & { levelId: number }>(
      `SELECT m.level_id AS levelId, m.seq, m.n, ${DELTAS} FROM movements m
       WHERE m.seq > (SELECT indexed_seq FROM ledger_index) ORDER BY m.seq, m.n`,
    )
    .iterate();
  for (const { levelId, seq, n, ...delta } of rows) {
    const before = sums.get(levelId) ?? { sum: EMPTY_BALANCE, movements: 0 };
    sums.set(levelId, {
      sum: addBalance(before.sum, delta),
      movements: before.movements + 1,
      last: { seq, n },
    });
  }
  return sums;
}

/** Returns what the open reservations of a level hold, overdue ones that are not recorded as expired included. */
export function reservedAt(sql: Sql, { itemId, locationId }: Place): number {
  return (
    sql
      .prepare<[string, string], { held: number }>(
        `SELECT coalesce(sum(quantity), 0) AS held FROM reservations INDEXED BY reservations_open_by_level
         WHERE item_id = ? AND location_id = ? AND status IN ('active', 'committed')`,
      )
      .get(itemId, locationId)?.held ?? 0
  );
}

/** Puts a stored level back to what its movements add up to. The ledger stays as it is. */
export function restoreLevel(
  context: CommandContext,
  { itemId, locationId }: Place,
  balance: Balance,
  reason: string,
): void {
  const { onHand, committed, unavailable } = balance;
  context.emit('inventory.level_restored', { itemId, locationId, onHand, committed, unavailable, reason });
}

/** Sets what is committed at a level to what its reservations hold, as an entry of the ledger. */
export function correctCommitted(
  context: CommandContext,
  level: StoredLevel,
  reserved: number,
  reason: string,
): void {
  const delta = { committed: reserved - level.committed };
  const movement = movementOf('adjusted', level, delta, { ...level, committed: reserved });
  context.emit('inventory.stock_adjusted', { movements: [movement], reason, reference: null });
}
