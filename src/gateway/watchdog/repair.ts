import { type Judgement, judgeLevel, sameBalance } from '#shared/domain/watchdog.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import {
  correctCommitted,
  reservedAt,
  restoreLevel,
  type StoredLevel,
  storedLevelAt,
  sumLedger,
} from '../inventory/index.ts';
import type { CommandContext, Sql } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { readDifference } from './runs.ts';

/** Judges one level now, by its whole ledger. */
function judgeNow(sql: Sql, level: StoredLevel): Judgement | null {
  const { onHand, committed, unavailable } = level;
  return judgeLevel({
    level: { onHand, committed, unavailable },
    ledger: sumLedger(sql, level.id),
    reserved: reservedAt(sql, level),
  });
}

/**
 * Makes a level what it ought to be. Refuses with `conflict` and what is found now if that is not what the user saw, also if
 * nothing is wrong any more.
 */
export function repair(context: CommandContext, data: CommandData<'watchdog.repair'>): Record<string, never> {
  const { kind, itemId, locationId, expected, actual, reason } = data;
  const known =
    readDifference(context.sql, itemId, locationId) ?? refuse('unknown_difference', {}, { field: 'itemId' });
  const level =
    storedLevelAt(context.sql, { itemId, locationId }) ??
    refuse('unknown_difference', {}, { field: 'itemId' });
  const now = judgeNow(context.sql, level);
  if (now?.kind !== kind || !sameBalance(now.expected, expected) || !sameBalance(now.actual, actual))
    return refuse('difference_changed', {}, { current: now });
  if (kind === 'ledger') restoreLevel(context, level, now.expected, reason);
  else correctCommitted(context, level, now.expected.committed, reason);
  context.emit('watchdog.difference_ended', { difference: known, outcome: 'repaired' });
  return {};
}
