import { timeOfUuid } from '#shared/domain/ids.ts';
import { COMMAND_ID_LIFETIME_MS } from '#shared/protocol/envelope.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';

/** How far ahead of the gateway's clock an id may be: a day covers a clock that is set to another time zone. */
export const MAX_AHEAD_MS = 86_400_000;

/**
 * Refuses an id without a stored reply if its reply may have been deleted already (`expired`), or if it would outlive its
 * reply (`invalid`). Returns null for an id that has certainly not run yet.
 */
export function outOfTime(id: string, now: number): ProtocolError | null {
  const at = timeOfUuid(id);
  if (at < now - COMMAND_ID_LIFETIME_MS)
    return {
      code: 'expired',
      message: 'This command is more than 7 days old. It may have run before, so it was not run now.',
      field: 'id',
    };
  if (at > now + MAX_AHEAD_MS)
    return {
      code: 'invalid',
      message: 'The time in this id is more than 24 hours ahead of the gateway. Check the clock.',
      field: 'id',
    };
  return null;
}
