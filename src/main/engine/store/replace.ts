import type { Channel } from '#shared/protocol/channels.ts';
import type { Cursor, HistoryPage, HistoryRange, HistoryScope } from '#shared/protocol/messages.ts';
import { type ChangeCollector, emptyChanges } from './changes.ts';
import type { CursorTable } from './cursors.ts';
import type { EventLog } from './event-log.ts';
import type { PassedOver } from './passed-over.ts';
import type { ChannelProjection } from './projection.ts';
import type { HeldRange, Ranges, Wanted } from './ranges.ts';
import type { Settlement } from './settle.ts';
import type { Slices } from './slices.ts';
import { type PageRow, putRows, readPage, type SnapshotStage } from './snapshot.ts';
import type { Sql } from './sql.ts';
import type { ChangeSet, Replaced, SnapshotReason } from './types.ts';

/** Free pages given back at a time, and left for new rows. */
const VACUUM_PAGES = 200;
const KEPT_FREE_PAGES = 2_000;

/** The size of the cache at which history is no longer added in the background. */
const MAX_HISTORY_BYTES = 1024 ** 3;

/** What replacing channels needs of the writer. */
export interface ReplaceOptions {
  readonly sql: Sql;
  readonly stage: SnapshotStage;
  readonly ranges: Ranges;
  readonly cursors: CursorTable;
  readonly log: EventLog;
  readonly settlement: Settlement;
  readonly passed: PassedOver;
  readonly changes: ChangeCollector;
  readonly projections: Readonly<Record<Channel, ChannelProjection>>;
  readonly now: () => number;
  readonly transaction: <T>(work: () => T) => T;
  /** Runs one slice of work, which can be done again, in a transaction. */
  readonly slice: <T>(work: () => T) => T;
  /** Writes the sums of a slice. */
  readonly flush: () => void;
  /** Called in the transaction in which a channel's rows change places. */
  readonly replaced: (channel: Channel) => void;
}

/** Replaces channels by snapshots and adds history to them, slice by slice. */
export class Replacement {
  readonly #on: ReplaceOptions;
  /** The deletion of old rows under way. */
  #removing: Slices<void> | null = null;
  /** Whether a snapshot is being begun, which deletes old rows of its channel itself. */
  #beginning = false;

  constructor(options: ReplaceOptions) {
    this.#on = options;
  }

  *begin(
    channel: Channel,
    reason: SnapshotReason,
    cursor: Cursor | null,
    resumedAt: number | null,
  ): Slices<boolean> {
    this.#removing = null;
    if (resumedAt !== null) return this.#on.transaction(() => this.#on.stage.resume(channel, resumedAt));
    this.#beginning = true;
    try {
      yield* this.#on.stage.begin(channel, reason, cursor);
    } finally {
      this.#beginning = false;
    }
    return true;
  }

  *page(
    channel: Channel,
    given: readonly PageRow[],
    after: string | null,
  ): Slices<{ readonly staged: number; readonly refused: number; readonly newer: number }> {
    const { stage, log, now } = this.#on;
    if (!stage.staging(channel)) return { staged: 0, refused: 0, newer: 0 };
    const read = readPage(channel, given);
    const { refused, newer } = read;
    yield* stage.page(channel, read, given.length, after, () => {
      log.refuse(refused, now());
      log.count({ applied: 0, duplicates: 0, refused: refused.length, newer, lastEventAt: null });
    });
    return { staged: read.rows.length, refused: refused.length, newer };
  }

  *end(channel: Channel, cursor: Cursor, rows: number, history: readonly HistoryRange[]): Slices<Replaced> {
    const { stage, transaction, log, ranges, cursors, settlement, passed, changes } = this.#on;
    const staging = stage.staging(channel);
    if (!staging || staging.received !== rows) {
      transaction(() => stage.drop(channel));
      return { complete: false, changes: emptyChanges(), settled: [] };
    }
    yield* stage.settle(channel);
    const changed = staging.reason === 'history_changed';
    const last = changed ? 0 : cursor.seq;
    for (let more = true; more; ) {
      transaction(() => {
        more = log.forgetSlice(channel, last);
      });
      yield;
    }
    const moves = new Map([[channel, cursor]]);
    const settled = transaction(() => {
      passed.forget(channel);
      if (staging.newer > 0) passed.record(new Map([[channel, { events: staging.newer, firstSeq: 0 }]]));
      ranges.replace(channel, history);
      cursors.write(moves);
      // In a changed history, positions of the old one settle nothing.
      if (changed) settlement.requeue(channel, cursor.seq, [...cursors.committed.keys()], this.#on.now());
      const ids = changed ? [] : settlement.byCursor(moves);
      this.#on.replaced(channel);
      stage.exchange(channel);
      return ids;
    });
    const { replaced, texts } = this.#on.projections[channel];
    replaced?.();
    for (const text of texts ?? []) text.reload();
    cursors.keep(moves);
    changes.take();
    changes.touchAll(channel);
    if (changed || settled.length > 0) changes.touchAll('outbox');
    return { complete: true, changes: changes.take(), settled };
  }

  /** Adds a page of older rows; see `StoreWriter.history`. */
  *history(
    { channel, kind, before }: Pick<HeldRange, 'channel' | 'kind' | 'before'>,
    page: HistoryPage,
    scope: 'all' | Wanted | null,
    record: HistoryScope | null = null,
  ): Slices<ChangeSet> {
    const { slice, log, ranges, cursors, changes, now, flush } = this.#on;
    const { rows, refused, newer } = readPage(channel, page.rows);
    const projection = this.#on.projections[channel];
    const seq = cursors.seqOf(channel);
    let next = 0;
    do {
      if (next > 0) yield;
      slice(() => {
        next = putRows(projection, rows, next, seq);
        flush();
        changes.take();
        if (next < rows.length) return;
        if (scope === 'all') ranges.extend({ channel, kind, before }, page);
        else if (scope) ranges.got(scope);
        else if (record && page.before === null) ranges.complete(channel, kind, record);
        log.refuse(refused, now());
        log.count({ applied: 0, duplicates: 0, refused: refused.length, newer, lastEventAt: null });
      });
    } while (next < rows.length);
    changes.touchAll(channel);
    return changes.take();
  }

  /** Deletes one slice of what replaced channels have left behind. Returns whether more must be deleted. */
  tidy(): boolean {
    const { stage, sql } = this.#on;
    if (this.#beginning) return true;
    if (this.#removing) {
      if (this.#removing.next().done) this.#removing = null;
      return true;
    }
    const channel = stage.leftOver();
    if (channel !== null) {
      this.#removing = stage.removeTwins(channel);
      return true;
    }
    const free = Number(sql.raw.pragma('freelist_count', { simple: true }));
    const incremental = sql.raw.pragma('auto_vacuum', { simple: true }) === 2;
    // Pages that became free before deleted rows were overwritten still hold them, so none may stay in the file.
    const wipes = sql.raw.pragma('secure_delete', { simple: true }) === 1;
    if (!incremental || free <= (wipes ? 0 : KEPT_FREE_PAGES)) return false;
    sql.raw.pragma(`incremental_vacuum(${VACUUM_PAGES})`);
    return true;
  }

  /** Whether the cache is so large that older rows are added only on request. */
  isFull(): boolean {
    const { raw } = this.#on.sql;
    const pages = Number(raw.pragma('page_count', { simple: true }));
    return pages * Number(raw.pragma('page_size', { simple: true })) >= MAX_HISTORY_BYTES;
  }

  /** Gives up the snapshot of a channel that the user may no longer read, inside a transaction. */
  forget(channel: Channel): void {
    this.#on.stage.drop(channel);
    this.#on.ranges.forget(channel);
  }
}
