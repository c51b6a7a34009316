import type { ProtocolError } from '#shared/protocol/errors.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { refused } from '#shared/protocol/refusals.ts';
import type { Refused } from './batch.ts';

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Returns the SQLite result code of an error, `SQLITE_…`; null for other errors. */
export function sqliteCode(error: unknown): string | null {
  const code = codeOf(error);
  return code?.startsWith('SQLITE_') ? code : null;
}

/** Returns whether the data caused the error (a constraint, a value of the wrong type), not the disk or the program. */
export function isPoison(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code);
}

/**
 * Returns whether the error means that the file is damaged: its contents make no sense, or parts of it cannot be read. Errors
 * of writing (no room, no access) are not damage.
 */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return (
    code !== null && /^SQLITE_(CORRUPT|NOTADB|IOERR_(READ|SHORT_READ|CORRUPTFS|DATA|IN_PAGE)$)/.test(code)
  );
}

/** Returns whether the disk, not the file, caused the error, so that a later attempt may succeed: no room, no access, busy. */
function isPassing(code: string): boolean {
  return /^SQLITE_(FULL|BUSY|LOCKED|IOERR|CANTOPEN|READONLY|PROTOCOL|NOMEM)|^E(NOSPC|DQUOT|IO|BUSY|ACCES|PERM|MFILE|NFILE|ROFS|AGAIN)$/.test(
    code,
  );
}

/** Describes why a cache could not be opened. `unavailable` if a later attempt may succeed, otherwise `internal`. */
export function openingError(error: unknown): ProtocolError {
  const code = codeOf(error);
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  if (code === null || !isPassing(code)) return refused('cache_not_opened', { reason });
  if (code.startsWith('SQLITE_BUSY')) return refused('cache_in_use', {});
  return noRoom(code) ? refused('cache_no_room', {}) : refused('cache_unusable', { reason });
}

function noRoom(code: string): boolean {
  // SQLite cannot extend its shared memory on a full disk, and says so with a code of its own.
  return ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_WRITE', 'ENOSPC', 'EDQUOT'].includes(code);
}

/** Returns the refusal of an event about a record that is not cached. */
export function orphan(event: AnyEvent): Refused {
  return {
    channel: event.channel,
    seq: event.seq,
    kind: 'orphan',
    field: null,
    message: `The record of this ${event.type} event is not cached.`,
  };
}
