import { type Judgement, judgeLevel, type LedgerTotals } from '#shared/domain/watchdog.ts';
import { lotCounts, reservedAt, type StoredLevel, setAsideAt } from '../inventory/index.ts';
import type { Sql } from '../kernel.ts';
import { purchasedTo } from '../purchasing/index.ts';
import { transferredTo } from '../transfers/index.ts';

/** Judges a stored level by the sum of its whole ledger, and by what reservations, orders and transfers say now. */
export function judgeStored(sql: Sql, level: StoredLevel, ledger: LedgerTotals): Judgement | null {
  return judgeLevel({
    level,
    setAside: setAsideAt(sql, level),
    lots: lotCounts(sql, level, ledger),
    ledger,
    reserved: reservedAt(sql, level),
    incoming: purchasedTo(sql, level) + transferredTo(sql, level),
  });
}
