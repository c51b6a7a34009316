import type { Database } from 'better-sqlite3';
import type { ChangeNotice } from '#shared/bridge/changes.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type {
  Cursor,
  EventsMessage,
  HistoryPage,
  HistoryRange,
  HistoryScope,
  SNAPSHOT_REASONS,
  SnapshotProgress,
} from '#shared/protocol/messages.ts';
import type { Workspace } from './meta.ts';
import type { HeldRange, Wanted } from './ranges.ts';
import type { Slices } from './slices.ts';
import type { BindTable } from './tallies.ts';

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

/** The result of a snapshot's end. */
export interface Replaced {
  readonly complete: boolean;
  readonly changes: ChangeSet;
  /** Ids of the user's commands that it settled. */
  readonly settled: readonly string[];
}

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
   * Starts a snapshot of a channel beside its rows, and discards what was staged before unless it goes on at
   * `resumedAt` rows; returns false if there is nothing to go on with. `cursor` is
   * null for a gateway that cannot resume. With the reason `history_changed`, completing the snapshot also deletes the
   * channel's raw events, which are no longer part of the history. This and the following methods work in slices: each
   * `next()` is a transaction of a few milliseconds.
   */
  snapshotBegin(
    channel: Channel,
    reason?: SnapshotReason,
    cursor?: Cursor | null,
    resumedAt?: number | null,
  ): Slices<boolean>;
  /**
   * Stages a page; `after` is the position behind it. Rows that do not parse are refused and counted; rows of unknown kinds
   * are skipped and counted as `newer`.
   */
  snapshotPage(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
    after?: string | null,
  ): Slices<{ readonly staged: number; readonly refused: number; readonly newer: number }>;
  /**
   * Replaces the channel's rows, rollups, text index, ranges and cursor with the staged snapshot, in one short transaction;
   * until then, reads see the old ones. `complete` is false, and the staged snapshot is discarded, if the number of rows
   * received, refused ones included, is not `rows`.
   */
  snapshotEnd(
    channel: Channel,
    cursor: Cursor,
    rows: number,
    history?: readonly HistoryRange[],
  ): Slices<Replaced>;
  /** Returns the interrupted snapshots that the gateway can go on with. */
  snapshotProgress(): Partial<Record<Channel, SnapshotProgress>>;
  /**
   * Adds a page of older rows of a kind. `scope` is `all` for the page that its range continues with, the record that was
   * fetched, or null for a page of one `record`. The page must be at least as new as the channel's cursor.
   */
  history(
    of: Pick<HeldRange, 'channel' | 'kind' | 'before'>,
    page: HistoryPage,
    scope: 'all' | Wanted | null,
    record?: HistoryScope | null,
  ): Slices<ChangeSet>;
  /** Whether the cache is so large that older rows are added only on request. */
  historyFull(): boolean;
  /** Returns the kinds of rows of which older ones are not held. */
  openRanges(): HeldRange[];
  /** Returns a record that an event named and that is not held; null if there is none. */
  wanted(): Wanted | null;
  /** Deletes one slice of what replaced channels have left behind. Returns whether more must be deleted. */
  tidy(): boolean;
  /** Confirms that the cache is complete up to a time, ms. Each heartbeat does this while live. */
  confirm(at: number): void;
  /** Deletes one slice of old raw events and settled commands. Returns whether more must be deleted. */
  trim(): boolean;
  /**
   * Indexes the text of rows that a migration left out of the text indexes, for about `ms`. Returns whether rows are still
   * missing.
   */
  buildText(ms: number): boolean;
  /**
   * Deletes a slice of the messages past their retention, by the gateway's time as this console knows it, ms. Returns what has
   * changed; null if there was nothing.
   */
  expire(now: number): ChangeSet | null;
  /**
   * Returns whether more than the retention asked for was deleted, because this machine's clock was ahead; once, and then the
   * channels must be fetched again.
   */
  expiredTooMuch(now: number): boolean;
  /** Corrects rows that are derived from others, in a transaction of its own. */
  amend(change: (bind: BindTable) => void): void;
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
