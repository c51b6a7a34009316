import type { Channel } from '#shared/protocol/channels.ts';
import type { Reader } from './reader.ts';

/**
 * Returns since when the rows of a kind are complete in the cache, ms; null before their channel was received. Only then can
 * anything be said about them.
 */
export function heldSince(reader: Reader, channel: Channel, kind: string): number | null {
  const found = reader.get<{ since: number }>(
    `SELECT coalesce((SELECT complete_from FROM history h WHERE h.channel = c.channel AND h.kind = ?), 0) AS since
     FROM cursors c WHERE c.channel = ?`,
    kind,
    channel,
  );
  return found?.since ?? null;
}

/** Returns whether the cache holds all rows of a kind since an instant. */
export function holds(reader: Reader, channel: Channel, kind: string, from: number): boolean {
  const since = heldSince(reader, channel, kind);
  return since !== null && since <= from;
}
