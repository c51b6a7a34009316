import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Refused } from './batch.ts';

/** Returns the SQLite result code of an error, `SQLITE_…`; null for other errors. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return error.code.startsWith('SQLITE_') ? error.code : null;
}

/** Returns whether the data caused the error (a constraint, a value of the wrong type), not the disk or the program. */
export function isPoison(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code);
}

/** Returns whether the error means that the file is damaged. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && /^SQLITE_(CORRUPT|NOTADB)/.test(code);
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
