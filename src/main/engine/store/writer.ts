import type { Database } from 'better-sqlite3';
import { expiredBefore } from '#shared/domain/message-retention.ts';
import { HOUR_MS, isTimeZone } from '#shared/domain/time.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor, EventsMessage, HistoryRange } from '#shared/protocol/messages.ts';
import { type ReadBatch, readBatch } from './batch.ts';
import { BatchWriter } from './batch-writer.ts';
import { ChangeCollector } from './changes.ts';
import { CursorTable } from './cursors.ts';
import { EventLog } from './event-log.ts';
import { isPoison } from './failures.ts';
import { MESSAGES_DELETED_KEY, Meta, type Workspace } from './meta.ts';
import type { OutboxFile } from './outbox-file.ts';
import { PassedOver } from './passed-over.ts';
import { Projecting } from './projecting.ts';
import type { ChannelProjection, CreateProjection } from './projection.ts';
import { tableBinder } from './projection.ts';
import { Ranges } from './ranges.ts';
import { Replacement } from './replace.ts';
import { RowImages } from './row-images.ts';
import { Settlement } from './settle.ts';
import type { Slices } from './slices.ts';
import { SnapshotStage } from './snapshot.ts';
import { createSql, type Sql } from './sql.ts';
import type { BindTable, Tally } from './tallies.ts';
import { TextBuilds } from './text-builds.ts';
import type { ApplyResult, ChangeSet, SnapshotReason, StoreWriter } from './types.ts';

/** What the writer needs. */
export interface WriterOptions {
  /** The user whose cache it is, which decides what is "mine" and unread. */
  readonly userId: string;
  readonly now: () => number;
  /** Creates the projections of the domains. The store must not import them. */
  readonly createProjection: CreateProjection;
  /** Returns the kind of news under which an event is counted; null if it is not news. */
  readonly newsKind: (event: AnyEvent) => string | null;
  /** Records each row as it was before a change; see row-images.ts. Default: off. */
  readonly recordImages?: boolean;
  /** The file with the user's commands, which the writer settles and closes. Default: none, and nothing is settled. */
  readonly outbox?: OutboxFile;
}

/**
 * Creates the writer of an open, migrated cache. Its methods throw SQLite's errors if the disk fails (full, unreadable). The
 * transaction is then rolled back and the cache is unchanged.
 */
export function createStoreWriter(db: Database, options: WriterOptions): StoreWriter {
  return new Writer(db, options);
}

class Writer implements StoreWriter {
  readonly db: Database;
  readonly #sql: Sql;
  readonly #changes = new ChangeCollector();
  readonly #images: RowImages | null;
  #workspace: Workspace;
  readonly #projections: Readonly<Record<Channel, ChannelProjection>>;
  readonly #tallies: readonly Tally[];
  readonly #texts: TextBuilds;
  readonly #cursors: CursorTable;
  readonly #meta: Meta;
  readonly #log: EventLog;
  readonly #settlement: Settlement;
  readonly #stage: SnapshotStage;
  readonly #passed: PassedOver;
  readonly #batches: BatchWriter;
  readonly #ranges: Ranges;
  readonly #replacement: Replacement;

  constructor(
    db: Database,
    { userId, now, createProjection, newsKind, recordImages, outbox }: WriterOptions,
  ) {
    this.db = db;
    this.#sql = createSql(db);
    this.#cursors = new CursorTable(this.#sql);
    this.#meta = new Meta(this.#sql);
    this.#workspace = this.#meta.workspace();
    this.#images = recordImages ? new RowImages(this.#sql) : null;
    this.#ranges = new Ranges(this.#sql);
    const projecting = new Projecting({
      sql: this.#sql,
      images: this.#images,
      createProjection,
      changes: this.#changes,
      ranges: this.#ranges,
      userId,
      workspace: () => this.#workspace,
    });
    this.#projections = projecting.channels;
    this.#tallies = projecting.tallies;
    // Messages first: they are the most, and what people search for.
    const texts = Object.values(this.#projections).flatMap((c) => c.texts ?? []);
    this.#texts = new TextBuilds(texts.toReversed());
    this.#log = new EventLog(this.#sql);
    this.#settlement = new Settlement(this.#sql, outbox ?? null);
    this.#passed = new PassedOver(this.#sql);
    this.#batches = new BatchWriter({
      sql: this.#sql,
      images: this.#images,
      applyEvent: (event) => projecting.apply(event),
      changes: this.#changes,
      cursors: this.#cursors,
      log: this.#log,
      settlement: this.#settlement,
      passed: this.#passed,
      newsKind,
      now,
      flush: () => this.#flush(),
      forgetPending: () => this.#forgetPending(),
    });
    const transaction = <T>(work: () => T): T => this.#transaction(work);
    const slice = <T>(work: () => T): T => this.#slice(work);
    this.#stage = new SnapshotStage({
      sql: this.#sql,
      tablesOf: (channel) => projecting.tablesOf(channel),
      stagedProjection: (channel) => projecting.staged(channel),
      transaction: slice,
    });
    this.#replacement = new Replacement({
      sql: this.#sql,
      stage: this.#stage,
      ranges: this.#ranges,
      cursors: this.#cursors,
      log: this.#log,
      settlement: this.#settlement,
      passed: this.#passed,
      changes: this.#changes,
      projections: this.#projections,
      now,
      transaction,
      slice,
      flush: () => this.#flush(),
      replaced: (channel) => {
        this.#images?.clear();
        // The text of a snapshot is indexed as it is written.
        const built = this.#sql.prepare<[string]>('DELETE FROM text_builds WHERE name = ?');
        for (const table of projecting.tablesOf(channel)) built.run(table);
      },
    });
    this.#refetch(this.#passed.due());
    this.#settlement.follow();
  }

  cursors(): Partial<Record<Channel, Cursor>> {
    return Object.fromEntries(this.#cursors.committed);
  }

  apply(batch: EventsMessage): ApplyResult {
    const read = readBatch(batch, this.#cursors.committed);
    try {
      return this.#transaction(() => this.#write(read));
    } catch (error) {
      // An event that violates a table's constraint must not block the others forever. It is found, recorded and skipped.
      if (!isPoison(error)) throw error;
      return this.#transaction(() => this.#write(this.#batches.sift(read)));
    }
  }

  watermark(
    marks: readonly { readonly channel: Channel; readonly after: number; readonly cursor: Cursor }[],
  ): ReturnType<StoreWriter['watermark']> {
    const gaps = marks.filter((m) => m.after > this.#cursors.seqOf(m.channel)).map((m) => m.channel);
    const moves = new Map<Channel, Cursor>();
    for (const { channel, after, cursor } of marks) {
      const own = this.#cursors.seqOf(channel);
      const known = this.#cursors.committed.has(channel);
      if (after <= own && (!known || cursor.seq > own)) moves.set(channel, cursor);
    }
    if (moves.size === 0) return { gaps, settled: [] };
    const settled = this.#transaction(() => {
      this.#cursors.write(moves);
      return this.#settlement.byCursor(moves);
    });
    this.#cursors.keep(moves);
    return { gaps, settled };
  }

  snapshotBegin(
    channel: Channel,
    reason: SnapshotReason = 'initial',
    cursor: Cursor | null = null,
    resumedAt: number | null = null,
  ): Slices<boolean> {
    return this.#replacement.begin(channel, reason, cursor, resumedAt);
  }

  snapshotPage(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
    after: string | null = null,
  ): ReturnType<StoreWriter['snapshotPage']> {
    return this.#replacement.page(channel, rows, after);
  }

  snapshotEnd(
    channel: Channel,
    cursor: Cursor,
    rows: number,
    history: readonly HistoryRange[] = [],
  ): ReturnType<StoreWriter['snapshotEnd']> {
    return this.#replacement.end(channel, cursor, rows, history);
  }

  snapshotProgress(): ReturnType<StoreWriter['snapshotProgress']> {
    return this.#stage.progress();
  }

  history(...given: Parameters<StoreWriter['history']>): ReturnType<StoreWriter['history']> {
    return this.#replacement.history(...given);
  }

  openRanges(): ReturnType<StoreWriter['openRanges']> {
    return this.#ranges.open();
  }

  wanted(): ReturnType<StoreWriter['wanted']> {
    return this.#ranges.wanted();
  }

  historyFull(): boolean {
    return this.#replacement.isFull();
  }

  tidy(): boolean {
    return this.#replacement.tidy();
  }

  forget(channel: Channel): ReturnType<StoreWriter['forget']> {
    this.#transaction(() => {
      this.#projections[channel].clear();
      this.#images?.clear();
      this.#replacement.forget(channel);
      this.#passed.forget(channel);
      this.#log.forget(channel, 0);
      this.#cursors.remove(channel);
    });
    this.#cursors.drop(channel);
    this.#changes.take();
    this.#changes.touchAll(channel);
    return this.#changes.take();
  }

  confirm(at: number): void {
    this.#meta.set('confirmed_at', String(at));
  }

  setWorkspace(workspace: Workspace): void {
    const before = this.#workspace;
    if (!isTimeZone(workspace.timeZone) || JSON.stringify(workspace) === JSON.stringify(before)) return;
    try {
      this.#transaction(() => {
        this.#meta.setWorkspace(workspace);
        this.#workspace = workspace;
        // Nothing that is stored depends on the time zone or the currency.
        if (JSON.stringify(workspace.stockLimits) === JSON.stringify(before.stockLimits)) return;
        for (const projection of Object.values(this.#projections))
          projection.workspaceChanged?.(before, workspace);
        // Staged rows were written under the old settings.
        for (const channel of CHANNELS) this.#stage.drop(channel);
        this.#flush();
        this.#images?.clear();
      });
    } catch (error) {
      this.#workspace = before;
      throw error;
    }
  }

  trim(): boolean {
    const commands = this.#settlement.trim();
    const events = this.#transaction(() => {
      this.#settlement.forget();
      return this.#log.trim();
    });
    return commands || events;
  }

  buildText(ms: number): boolean {
    if (this.#texts.pending) this.#transaction(() => this.#texts.step(ms));
    this.#texts.committed();
    return this.#texts.pending;
  }

  expire(now: number): ChangeSet | null {
    const before = expiredBefore(this.#workspace.messageRetentionDays ?? 0, now);
    if (before === null) return null;
    return this.#transaction(() => {
      const any = Object.values(this.#projections).map((channel) => channel.expire?.(before) ?? false);
      if (!any.includes(true)) return null;
      this.#meta.set(MESSAGES_DELETED_KEY, String(before));
      this.#log.undone();
      this.#flush();
      return this.#changes.take();
    });
  }

  expiredTooMuch(now: number): boolean {
    const before = expiredBefore(this.#workspace.messageRetentionDays ?? 0, now) ?? 0;
    const deleted = Number(this.#meta.get(MESSAGES_DELETED_KEY) ?? 0);
    if (deleted <= before + HOUR_MS) return false;
    this.#meta.set(MESSAGES_DELETED_KEY, String(before));
    return true;
  }

  amend(change: (bind: BindTable) => void): void {
    this.#transaction(() => change(tableBinder(this.#sql, (name) => name, null)));
  }

  diagnostics(): ReturnType<StoreWriter['diagnostics']> {
    const pages = Number(this.db.pragma('page_count', { simple: true }));
    const pageSize = Number(this.db.pragma('page_size', { simple: true }));
    const stats = this.#log.stats();
    return {
      cachedEvents: this.#log.size(),
      cacheBytes: pages * pageSize,
      refusedEvents: stats.refused,
      duplicateEvents: stats.duplicates,
      newerEvents: stats.newer,
      appliedEvents: stats.applied,
    };
  }

  close(): void {
    if (this.db.open) this.db.close();
    this.#settlement.close();
  }

  #write(read: ReadBatch): ApplyResult {
    const result = this.#batches.write(read);
    this.#afterCommit = read.cursors;
    return result;
  }

  #afterCommit: ReadonlyMap<Channel, Cursor> | null = null;

  #transaction<T>(work: () => T): T {
    this.#sql.prepare('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      this.#sql.prepare('COMMIT').run();
      if (this.#afterCommit) this.#cursors.keep(this.#afterCommit);
      this.#settlement.tryToFollow();
      return result;
    } catch (error) {
      if (this.db.inTransaction) this.#sql.prepare('ROLLBACK').run();
      this.#forgetPending();
      this.#stage.reset();
      this.#log.undone();
      throw error;
    } finally {
      this.#afterCommit = null;
    }
  }

  /**
   * Runs a slice of work that can be done again: it does not wait for the disk. A power cut may undo it as a whole; the next
   * other transaction makes it durable.
   */
  #slice<T>(work: () => T): T {
    this.db.pragma('synchronous = NORMAL');
    try {
      return this.#transaction(work);
    } finally {
      this.db.pragma('synchronous = FULL');
    }
  }

  #flush(): void {
    for (const tally of this.#tallies) tally.flush();
  }

  #forgetPending(): void {
    for (const tally of this.#tallies) tally.reset();
    this.#texts.undone();
    this.#changes.take();
  }

  /** Deletes the cursors of channels, so that the gateway sends snapshots. Their rows stay until a snapshot is complete. */
  #refetch(channels: readonly Channel[]): void {
    if (channels.length === 0) return;
    this.#transaction(() => {
      for (const channel of channels) this.#cursors.remove(channel);
    });
    for (const channel of channels) this.#cursors.drop(channel);
  }
}
