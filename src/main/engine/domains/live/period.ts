import type { Scope } from '#shared/bridge/live.ts';
import { bucketEdges, daysPeriod, type Period, windowPeriod } from '#shared/domain/time.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { meta, type Reader } from '../../store/reader.ts';

/** A period with the edges of its buckets, in the workspace's zone and currency. */
export interface ScopedPeriod extends Period {
  readonly timeZone: string;
  readonly currency: string;
  readonly edges: readonly number[];
}

/** Returns the period that a scope asks for. Days that have not ended are shown up to the current minute. */
export function periodOf(reader: Reader, { window }: Scope, now: number): ScopedPeriod {
  const timeZone = meta(reader, 'time_zone') ?? 'UTC';
  const currency = meta(reader, 'currency') ?? 'USD';
  const { from, to, grain } =
    typeof window === 'string' ? windowPeriod(window, now) : daysPeriod(window, timeZone);
  const end = Math.max(from + 60_000, Math.min(to, windowPeriod('1h', now).to));
  return { timeZone, currency, from, to: end, grain, edges: bucketEdges(from, end, grain, timeZone) };
}

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
