import { sameCounts } from '#shared/domain/watchdog.ts';
import type { CommandData } from '#shared/protocol/commands/index.ts';
import {
  correctCommitted,
  correctIncoming,
  restoreLevel,
  storedLevelAt,
  sumLedger,
} from '../inventory/index.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { judgeStored } from './judge.ts';
import { note, readDifference } from './runs.ts';

/**
 * Makes a level what it ought to be. Refuses with `conflict` and what is found now if that is not what the user saw, also if
 * nothing is wrong any more. What else is wrong with the level is found at once.
 */
export function repair(context: CommandContext, data: CommandData<'watchdog.repair'>): Record<string, never> {
  const { kind, itemId, locationId, expected, actual, reason } = data;
  const { sql } = context;
  const known =
    readDifference(sql, itemId, locationId) ?? refuse('unknown_difference', {}, { field: 'itemId' });
  const level =
    storedLevelAt(sql, { itemId, locationId }) ?? refuse('unknown_difference', {}, { field: 'itemId' });
  const now = judgeStored(sql, level, sumLedger(sql, level.id));
  if (now?.kind !== kind || !sameCounts(now.expected, expected) || !sameCounts(now.actual, actual))
    return refuse('difference_changed', {}, { current: now });
  if (kind === 'reservations') correctCommitted(context, level, now.expected.committed, reason);
  else if (kind === 'incoming') correctIncoming(context, level, now.expected.incoming ?? 0, reason);
  else restoreLevel(context, level, now, reason);
  context.emit('watchdog.difference_ended', { difference: known, outcome: 'repaired' });
  const after = storedLevelAt(sql, { itemId, locationId });
  if (after) note(context, after, judgeStored(sql, after, sumLedger(sql, after.id)));
  return {};
}
