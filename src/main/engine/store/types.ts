import type { Database } from 'better-sqlite3';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor, EventsMessage, SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import type { Workspace } from './meta.ts';

/** What a write changed, for change notices. Merging two is the union; keys beyond 200 a topic become null (all). */
export interface ChangeSet {
  readonly topics: Map<string, Set<string> | null>;
  /** Newest level per `itemId:locationId`. */
  readonly levels: Map<string, ChangeNotice['levels'][number]>;
  /** Time of the newest event applied, null where none was. */
  lastEventAt: number | null;
}

/** What became of a batch. The batch is committed when this is returned. */
export interface ApplyResult {
  readonly applied: number;
  /** Events at or below their channel's cursor: seen before, skipped. */
  readonly duplicates: number;
  /** Events that could not be read, recorded in `refused_events`. The cursor goes past them. */
  readonly refused: number;
  /** Events of channels and types, or with fields, that this version does not know. */
  readonly newer: number;
  /** Channels whose batch follows on a cursor ahead of ours: nothing of them was applied, they need a resync. */
  readonly gaps: readonly Channel[];
  readonly changes: ChangeSet;
  /** Ids of own commands whose events were among the applied: settled in the same transaction. */
  readonly settled: readonly string[];
  /** The first applied events that somebody may have to be told about, at most 50. */
  readonly noteworthy: readonly AnyEvent[];
  /** How many such events there were, by kind. */
  readonly news: Readonly<Record<string, number>>;
}

/** Why the gateway sends a snapshot. */
export type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];

/** The one writer of the cache, living in the engine's worker. Every method is one transaction. */
export interface StoreWriter {
  readonly db: Database;
  cursors(): Partial<Record<Channel, Cursor>>;
  apply(batch: EventsMessage): ApplyResult;
  /** Moves cursors over a stretch without events; a mark that does not follow on our cursor is a gap. */
  watermark(
    marks: readonly { readonly channel: Channel; readonly after: number; readonly cursor: Cursor }[],
  ): { readonly gaps: readonly Channel[]; readonly settled: readonly string[] };
  /**
   * Begins to stage a snapshot of a channel, dropping what was staged of it before. With the reason `history_changed` the
   * raw events kept of the channel are dropped with its rows when the snapshot is complete: they did not happen.
   */
  snapshotBegin(channel: Channel, reason?: SnapshotReason): void;
  /** Stages a page; rows that do not parse are refused and counted, rows of kinds this version does not know are passed over. */
  snapshotPage(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
  ): { readonly staged: number; readonly refused: number; readonly newer: number };
  /** Replaces the channel's projection, its rollups, its text index and its cursor by what was staged, at once; false if the row count is not what the gateway sent. */
  snapshotEnd(
    channel: Channel,
    cursor: Cursor,
    rows: number,
  ): { readonly complete: boolean; readonly changes: ChangeSet; readonly settled: readonly string[] };
  /** Confirms that everything up to now is known (heartbeat while live): the as-of time of what is shown. */
  confirm(at: number): void;
  /** Bounded housekeeping: trims the raw events kept for the activity feed and settled outbox rows. Returns whether more is to do. */
  trim(): boolean;
  /** Keeps the workspace's settings and derives anew what depends on those that changed. An unknown time zone changes nothing. */
  setWorkspace(workspace: Workspace): void;
  /** Removes a channel with everything derived from it and its cursor: the user may no longer see it. */
  forget(channel: Channel): ChangeSet;
  diagnostics(): {
    readonly cachedEvents: number;
    readonly cacheBytes: number;
    readonly refusedEvents: number;
    readonly duplicateEvents: number;
    readonly newerEvents: number;
    readonly appliedEvents: number;
  };
  close(): void;
}
