import type { Database } from 'better-sqlite3';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor, EventsMessage, SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import type { Workspace } from './meta.ts';

/** The changes of a write, for change notices. A topic with more than 200 keys has null, which means all. */
export interface ChangeSet {
  readonly topics: Map<string, Set<string> | null>;
  /** The newest level by `itemId:locationId`. */
  readonly levels: Map<string, ChangeNotice['levels'][number]>;
  /** Time of the newest applied event, ms; null if there was none. */
  lastEventAt: number | null;
}

/** The result of a committed batch. */
export interface ApplyResult {
  readonly applied: number;
  /** The number of events at or below their channel's cursor, which were skipped. */
  readonly duplicates: number;
  /**
   * The number of events that could not be read or applied. They are in `refused_events`, and the cursor has passed
   * them.
   */
  readonly refused: number;
  /** The number of events with channels, types or fields that this version does not know. */
  readonly newer: number;
  /** Channels whose events follow a cursor ahead of ours. None of their events were applied; they need a resync. */
  readonly gaps: readonly Channel[];
  readonly changes: ChangeSet;
  /** Ids of the user's commands that were settled in the same transaction. */
  readonly settled: readonly string[];
  /** The first applied events that are news, at most 50. */
  readonly noteworthy: readonly AnyEvent[];
  /** The number of applied events that are news, by kind. */
  readonly news: Readonly<Record<string, number>>;
}

/** The reason for which the gateway sends a snapshot. */
export type SnapshotReason = (typeof SNAPSHOT_REASONS)[number];

/** The only writer of the cache. It runs in the engine's worker; every writing method is one transaction. */
export interface StoreWriter {
  readonly db: Database;
  /** Returns the committed cursors. */
  cursors(): Partial<Record<Channel, Cursor>>;
  /** Applies a batch. */
  apply(batch: EventsMessage): ApplyResult;
  /** Moves cursors past a range without events. A mark that does not follow our cursor is a gap. */
  watermark(
    marks: readonly { readonly channel: Channel; readonly after: number; readonly cursor: Cursor }[],
  ): { readonly gaps: readonly Channel[]; readonly settled: readonly string[] };
  /**
   * Starts staging a snapshot of a channel and discards what was staged before. With the reason `history_changed`, completing
   * the snapshot also deletes the channel's raw events, which are no longer part of the history.
   */
  snapshotBegin(channel: Channel, reason?: SnapshotReason): void;
  /** Stages a page. Rows that do not parse are refused and counted; rows of unknown kinds are skipped and counted as `newer`. */
  snapshotPage(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
  ): { readonly staged: number; readonly refused: number; readonly newer: number };
  /**
   * Replaces the channel's projection, rollups, text index and cursor with the staged snapshot. `complete` is false, and
   * the staged snapshot is discarded, if the number of rows received, refused ones included, is not `rows`.
   */
  snapshotEnd(
    channel: Channel,
    cursor: Cursor,
    rows: number,
  ): { readonly complete: boolean; readonly changes: ChangeSet; readonly settled: readonly string[] };
  /** Confirms that the cache is complete up to a time, ms. Each heartbeat does this while live. */
  confirm(at: number): void;
  /** Deletes one slice of old raw events and settled commands. Returns whether more must be deleted. */
  trim(): boolean;
  /**
   * Indexes the text of rows that a migration left out of the text indexes, for about `ms`. Returns whether rows are still
   * missing.
   */
  buildText(ms: number): boolean;
  /** Stores the workspace's settings and recalculates what depends on changed ones. Ignores an unknown time zone. */
  setWorkspace(workspace: Workspace): void;
  /** Deletes a channel with its cursor and everything derived from it, because the user may no longer read it. */
  forget(channel: Channel): ChangeSet;
  /** Returns the size of the cache and the numbers of events processed. */
  diagnostics(): {
    readonly cachedEvents: number;
    readonly cacheBytes: number;
    readonly refusedEvents: number;
    readonly duplicateEvents: number;
    readonly newerEvents: number;
    readonly appliedEvents: number;
  };
  /** Closes the database. */
  close(): void;
}
