import type { Balance } from '#shared/domain/inventory.ts';
import { type Lot, setAsideIn } from '#shared/domain/lots.ts';
import {
  addTotals,
  type Judgement,
  type LedgerTotals,
  type LotCount,
  NO_TOTALS,
} from '#shared/domain/watchdog.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import type { LedgerKey } from './ledger.ts';
import { lotsAt, readLot } from './lots.ts';
import { changeIncoming } from './moves.ts';
import { movementOf } from './rules.ts';
import type { Place } from './stock.ts';

/** A stored level with its number, by which the ledger names it. */
export interface StoredLevel extends Place, Balance {
  readonly id: number;
  readonly incoming: number;
}

/** Returns the levels after a number, in the order of their numbers. */
export function storedLevelsAfter(sql: Sql, id: number, limit: number): StoredLevel[] {
  return sql
    .prepare<[number, number], StoredLevel>(
      `SELECT id, item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable, incoming
       FROM levels WHERE id > ? ORDER BY id LIMIT ?`,
    )
    .all(id, limit);
}

/** Returns a stored level; undefined where nothing ever moved. */
export function storedLevelAt(sql: Sql, { itemId, locationId }: Place): StoredLevel | undefined {
  return sql
    .prepare<[string, string], StoredLevel>(
      `SELECT id, item_id AS itemId, location_id AS locationId, on_hand AS onHand, committed, unavailable, incoming
       FROM levels WHERE item_id = ? AND location_id = ?`,
    )
    .get(itemId, locationId);
}

/** Movements of one level: their sum, their number, and the last; null where none were left. */
export interface LedgerSum {
  readonly sum: LedgerTotals;
  readonly movements: number;
  readonly last: LedgerKey | null;
}

/** Before all movements. */
export const LEDGER_START: LedgerKey = { seq: 0, n: -1 };

type Deltas = LedgerKey & Balance & { readonly lotId: string | null; readonly reason: string | null };

/** Returns what one movement adds. Before there were reasons, what was set aside was so for another one. */
function totalsOf({ onHand, committed, unavailable, lotId, reason }: Deltas): LedgerTotals {
  return {
    ...{ onHand, committed, unavailable },
    reasons: unavailable === 0 ? {} : { [reason ?? 'other']: unavailable },
    lots: lotId === null || onHand === 0 ? {} : { [lotId]: onHand },
  };
}

const DELTAS = `m.delta_on_hand AS onHand, m.delta_committed AS committed, m.delta_unavailable AS unavailable,
  m.lot_id AS lotId, m.unavailable_reason AS reason`;

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
    sum: rows.reduce<LedgerTotals>((sum, row) => addTotals(sum, totalsOf(row)), NO_TOTALS),
    movements: rows.length,
    last: last ? { seq: last.seq, n: last.n } : null,
  };
}

/** Movements summed at a time. */
const PAGE = 1_000;

/** Sums the whole ledger of one level. Takes about 1 µs a movement. */
export function sumLedger(sql: Sql, levelId: number): LedgerTotals {
  let sum = sumTail(sql).get(levelId)?.sum ?? NO_TOTALS;
  let after: LedgerKey | null = LEDGER_START;
  while (after !== null) {
    const part = sumIndexed(sql, levelId, after, PAGE);
    sum = addTotals(sum, part.sum);
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
  for (const { levelId, ...delta } of rows) {
    const before = sums.get(levelId) ?? { sum: NO_TOTALS, movements: 0 };
    sums.set(levelId, {
      sum: addTotals(before.sum, totalsOf(delta)),
      movements: before.movements + 1,
      last: { seq: delta.seq, n: delta.n },
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

/** Returns the lots of a level that are on hand, and those that the ledger says are. */
export function lotCounts(sql: Sql, place: Place, ledger: LedgerTotals): LotCount[] {
  const stored = lotsAt(sql, place).map(({ id, code, onHand }) => ({ id, code, onHand }));
  const known = new Set(stored.map(({ id }) => id));
  const missing = Object.keys(ledger.lots).filter((id) => !known.has(id));
  return [
    ...stored,
    ...missing.map((id) => ({ id, code: readLot(sql, id)?.code ?? id.slice(0, 64), onHand: 0 })),
  ];
}

/** Puts a stored level, what is set aside or its lots back to what the movements add up to. The ledger stays as it is. */
export function restoreLevel(
  context: CommandContext,
  place: Place,
  { kind, expected }: Pick<Judgement, 'kind' | 'expected'>,
  reason: string,
): void {
  const { onHand, committed, unavailable, reasons = [], lots = [] } = expected;
  const { itemId, locationId } = place;
  context.emit('inventory.level_restored', {
    ...{ itemId, locationId, onHand, committed, unavailable, reason },
    ...(kind === 'unavailable' && {
      unavailableStock: reasons.map((part) => ({
        itemId,
        locationId,
        ...part,
        quantity: Math.max(0, part.quantity),
      })),
    }),
    ...(kind === 'lots' && { lots: lots.map((lot) => restoredLot(context, place, lot)) }),
  });
}

/** A lot with what the ledger says. Not more of it stays set aside than there is; one whose row is lost has only its number. */
function restoredLot(
  context: CommandContext,
  { itemId, locationId }: Place,
  { id, code, onHand }: LotCount,
): Lot {
  const lost = {
    id,
    itemId,
    locationId,
    code: code.slice(0, 64),
    expiresAt: null,
    unavailable: [],
    receivedAt: context.now,
  };
  const lot = readLot(context.sql, id) ?? lost;
  const left = Math.max(0, onHand);
  const kept = setAsideIn(lot.unavailable) <= left ? lot.unavailable : [];
  return { ...lot, unavailable: kept, onHand: left };
}

/** Sets what a level expects to what orders and transfers have not delivered. */
export function correctIncoming(
  context: CommandContext,
  level: StoredLevel,
  incoming: number,
  reason: string,
): void {
  const { itemId, locationId } = level;
  changeIncoming(context, [{ itemId, locationId, delta: incoming - level.incoming }], {
    reason,
    reference: null,
  });
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
