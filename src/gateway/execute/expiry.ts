import { timeOfUuid } from '#shared/domain/ids.ts';
import { COMMAND_ID_LIFETIME_MS } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';

/** How far ahead of the gateway's clock an id may be: a day covers a clock that is set to another time zone. */
export const MAX_AHEAD_MS = 86_400_000;

/**
 * Refuses an id without a stored reply if its reply may have been deleted already (`expired`), or if it would outlive its
 * reply (`invalid`). Returns null for an id that has certainly not run yet. `deletedThrough` is the time of the newest id whose
 * reply was deleted, ms: while the clock was ahead, that may have been one of today.
 */
export function outOfTime(id: string, now: number, deletedThrough: number): ProtocolError | null {
  const at = timeOfUuid(id);
  if (at < now - COMMAND_ID_LIFETIME_MS) return refused('command_old', {}, { field: 'id' });
  if (at <= deletedThrough) return refused('command_forgotten', {}, { field: 'id' });
  if (at > now + MAX_AHEAD_MS) return refused('command_ahead', {}, { field: 'id' });
  return null;
}
