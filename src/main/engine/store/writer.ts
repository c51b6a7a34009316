import type { Database } from 'better-sqlite3';
import { isTimeZone } from '#shared/domain/time.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor, EventsMessage } from '#shared/protocol/messages.ts';
import { type ReadBatch, type Refused, readBatch } from './batch.ts';
import { ChangeCollector, emptyChanges } from './changes.ts';
import { CursorTable } from './cursors.ts';
import { EventLog } from './event-log.ts';
import { isPoison, orphan } from './failures.ts';
import { Meta, type Workspace } from './meta.ts';
import type { OutboxFile } from './outbox-file.ts';
import { PassedOver } from './passed-over.ts';
import { type CreateProjections, type Projections, tableBinder } from './projection.ts';
import { RowImages } from './row-images.ts';
import { Settlement } from './settle.ts';
import { dropIndexes, SnapshotStage } from './snapshot.ts';
import { createSql, type Sql } from './sql.ts';
import { Calendar, Counters, type Tally } from './tallies.ts';
import { TextBuilds } from './text-builds.ts';
import type { ApplyResult, SnapshotReason, StoreWriter } from './types.ts';

/** The maximum number of noteworthy events returned per batch. */
const MAX_NOTEWORTHY = 50;
/** Page cache while a snapshot replaces a channel, KiB. Pages that do not fit are written and read more than once. */
const SNAPSHOT_CACHE_KIB = 131_072;

/** What the writer needs. */
export interface WriterOptions {
  /** The user whose cache it is, which decides what is "mine" and unread. */
  readonly userId: string;
  readonly now: () => number;
  /** Creates the projections of the domains. The store must not import them. */
  readonly createProjections: CreateProjections;
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
  readonly #now: () => number;
  readonly #changes = new ChangeCollector();
  readonly #calendar: Calendar;
  readonly #images: RowImages | null;
  readonly #newsKind: WriterOptions['newsKind'];
  #workspace: Workspace;
  readonly #projections: Projections;
  readonly #tallies: readonly Tally[];
  readonly #texts: TextBuilds;
  readonly #cursors: CursorTable;
  readonly #meta: Meta;
  readonly #log: EventLog;
  readonly #settlement: Settlement;
  readonly #stage: SnapshotStage;
  readonly #passed: PassedOver;
  /** The number of rows with content newer than this version in staged snapshots, by channel. */
  readonly #newerRows = new Map<Channel, number>();

  constructor(
    db: Database,
    { userId, now, createProjections, newsKind, recordImages, outbox }: WriterOptions,
  ) {
    this.#newsKind = newsKind;
    this.db = db;
    this.#now = now;
    this.#sql = createSql(db);
    this.#cursors = new CursorTable(this.#sql);
    this.#meta = new Meta(this.#sql);
    this.#workspace = this.#meta.workspace();
    this.#calendar = new Calendar(this.#workspace.timeZone);
    this.#images = recordImages ? new RowImages(this.#sql) : null;
    const bind = tableBinder(this.#sql, this.#images);
    const counters = new Counters(this.#sql, bind);
    this.#projections = createProjections({
      sql: this.#sql,
      bind,
      counters,
      calendar: this.#calendar,
      changes: this.#changes,
      userId,
      workspace: () => this.#workspace,
    });
    this.#tallies = [counters, ...Object.values(this.#projections.channels).flatMap((c) => c.tallies)];
    this.#texts = new TextBuilds(Object.values(this.#projections.channels).flatMap((c) => c.texts ?? []));
    this.#log = new EventLog(this.#sql);
    this.#settlement = new Settlement(this.#sql, outbox ?? null);
    this.#stage = new SnapshotStage(this.#sql);
    this.#passed = new PassedOver(this.#sql);
    this.#stage.dropAll();
    this.#refetch(this.#passed.due());
    this.#settlement.follow();
  }

  cursors(): Partial<Record<Channel, Cursor>> {
    return Object.fromEntries(this.#cursors.committed);
  }

  apply(batch: EventsMessage): ApplyResult {
    const read = readBatch(batch, this.#cursors.committed);
    try {
      return this.#transaction(() => this.#applyAll(read));
    } catch (error) {
      // An event that violates a table's constraint must not block the others forever. It is found, recorded and skipped.
      if (!isPoison(error)) throw error;
      return this.#transaction(() => this.#applyAll(this.#sift(read)));
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

  snapshotBegin(channel: Channel, reason: SnapshotReason = 'initial'): void {
    this.#newerRows.delete(channel);
    this.#transaction(() => this.#stage.begin(channel, reason));
  }

  snapshotPage(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
  ): { readonly staged: number; readonly refused: number; readonly newer: number } {
    return this.#transaction(() => {
      const { staged, refused, newer } = this.#stage.page(channel, rows);
      this.#newerRows.set(channel, (this.#newerRows.get(channel) ?? 0) + newer);
      this.#log.refuse(refused, this.#now());
      this.#log.count({ applied: 0, duplicates: 0, refused: refused.length, newer, lastEventAt: null });
      return { staged, refused: refused.length, newer };
    });
  }

  snapshotEnd(channel: Channel, cursor: Cursor, rows: number): ReturnType<StoreWriter['snapshotEnd']> {
    const staging = this.#stage.staging(channel);
    if (!staging || staging.received !== rows) {
      this.#transaction(() => this.#stage.drop(channel));
      return { complete: false, changes: emptyChanges(), settled: [] };
    }
    const moves = new Map([[channel, cursor]]);
    const cacheSize = Number(this.db.pragma('cache_size', { simple: true }));
    this.db.pragma(`cache_size = -${SNAPSHOT_CACHE_KIB}`);
    try {
      return this.#replace(channel, cursor, moves, staging.reason);
    } finally {
      this.db.pragma(`cache_size = ${cacheSize}`);
    }
  }

  /** Replaces a channel with its staged snapshot, in one transaction. */
  #replace(
    channel: Channel,
    cursor: Cursor,
    moves: ReadonlyMap<Channel, Cursor>,
    reason: SnapshotReason,
  ): ReturnType<StoreWriter['snapshotEnd']> {
    const result = this.#transaction(() => {
      const projection = this.#projections.channels[channel];
      projection.clear();
      this.#images?.clear();
      const { bulk } = projection;
      const restoreIndexes = bulk ? dropIndexes(this.db, bulk.tables) : null;
      const write = (): void => {
        for (const [kind, put] of Object.entries(projection.rows)) {
          this.#stage.each(channel, kind, (row) => put(row, cursor.seq));
          this.#flush();
        }
      };
      if (bulk) bulk.around(write);
      else write();
      restoreIndexes?.();
      this.#stage.drop(channel);
      this.#passed.forget(channel);
      const events = this.#newerRows.get(channel) ?? 0;
      if (events > 0) this.#passed.record(new Map([[channel, { events, firstSeq: 0 }]]));
      this.#log.forget(channel, reason === 'history_changed' ? 0 : cursor.seq);
      this.#cursors.write(moves);
      // In a changed history, positions of the old one settle nothing.
      const changed = reason === 'history_changed';
      if (changed)
        this.#settlement.requeue(channel, cursor.seq, [...this.#cursors.committed.keys()], this.#now());
      const settled = changed ? [] : this.#settlement.byCursor(moves);
      this.#changes.take();
      this.#changes.touchAll(channel);
      if (changed || settled.length > 0) this.#changes.touchAll('outbox');
      return { complete: true, changes: this.#changes.take(), settled };
    });
    this.#cursors.keep(moves);
    return result;
  }

  forget(channel: Channel): ReturnType<StoreWriter['forget']> {
    this.#transaction(() => {
      this.#projections.channels[channel].clear();
      this.#images?.clear();
      this.#stage.drop(channel);
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
        this.#calendar.timeZone = workspace.timeZone;
        for (const projection of Object.values(this.#projections.channels))
          projection.workspaceChanged?.(before, workspace);
        this.#flush();
        this.#images?.clear();
      });
    } catch (error) {
      this.#workspace = before;
      this.#calendar.timeZone = before.timeZone;
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

  /** Writes a batch, inside the transaction. The cursors in memory are updated after the commit. */
  #applyAll(read: ReadBatch): ApplyResult {
    const applied: AnyEvent[] = [];
    const refused: Refused[] = [...read.refused];
    for (const event of read.accepted) {
      this.#images?.follow(event.seq);
      if (!this.#projections.apply(event)) {
        refused.push(orphan(event));
        continue;
      }
      this.#log.append(event);
      this.#changes.sawEventAt(event.at);
      applied.push(event);
    }
    this.#flush();
    const settled = this.#settlement.byEvents(applied, read.cursors);
    if (settled.length > 0) for (const id of settled) this.#changes.touch('outbox', id);
    this.#cursors.write(read.cursors);
    this.#log.refuse(refused, this.#now());
    this.#passed.record(read.newer);
    const changes = this.#changes.take();
    this.#log.count({
      applied: applied.length,
      duplicates: read.duplicates,
      refused: refused.length,
      newer: read.newerEvents,
      lastEventAt: changes.lastEventAt,
    });
    this.#afterCommit = read.cursors;
    return {
      applied: applied.length,
      duplicates: read.duplicates,
      refused: refused.length,
      newer: read.newerEvents,
      gaps: read.gaps,
      changes,
      settled,
      ...this.#newsIn(applied),
    };
  }

  /** Returns the first events that are news, and the number of news by kind. */
  #newsIn(applied: readonly AnyEvent[]): Pick<ApplyResult, 'noteworthy' | 'news'> {
    const noteworthy: AnyEvent[] = [];
    const news: Record<string, number> = {};
    for (const event of applied) {
      const kind = this.#newsKind(event);
      if (kind === null) continue;
      news[kind] = (news[kind] ?? 0) + 1;
      if (noteworthy.length < MAX_NOTEWORTHY) noteworthy.push(event);
    }
    return { noteworthy, news };
  }

  /** Removes the events that violate a constraint. Tries each event in its own savepoint, then rolls everything back. */
  #sift(read: ReadBatch): ReadBatch {
    const accepted: AnyEvent[] = [];
    const refused = [...read.refused];
    this.#sql.prepare('SAVEPOINT sift').run();
    for (const event of read.accepted) {
      this.#sql.prepare('SAVEPOINT one').run();
      try {
        this.#images?.follow(event.seq);
        this.#projections.apply(event);
        this.#flush();
        accepted.push(event);
      } catch (error) {
        if (!isPoison(error)) throw error;
        this.#sql.prepare('ROLLBACK TO one').run();
        this.#forgetPending();
        refused.push({
          channel: event.channel,
          seq: event.seq,
          kind: 'conflict',
          field: null,
          message: 'The event contradicts the cached data.',
        });
      }
      this.#sql.prepare('RELEASE one').run();
    }
    this.#sql.prepare('ROLLBACK TO sift').run();
    this.#sql.prepare('RELEASE sift').run();
    this.#forgetPending();
    return { ...read, accepted, refused };
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
      this.#log.undone();
      throw error;
    } finally {
      this.#afterCommit = null;
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
