import type { Cursor, SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import type { EventLog } from '../log/index.ts';

export type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];

/** Returns why a client with this cursor needs a snapshot of the channel; null where the log goes on from there. */
export function snapshotReason(log: EventLog, cursor: Cursor | undefined): SnapshotReason | null {
  if (!cursor) return 'initial';
  if (cursor.seq > log.head()) return 'history_changed';
  if (cursor.seq < log.floor()) return 'below_floor';
  // At 0 the client has applied nothing; above it, the event there must be the one the client knows.
  if (cursor.seq > 0 && log.idAt(cursor.seq) !== cursor.id) return 'history_changed';
  return null;
}
