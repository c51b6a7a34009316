import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { refused } from '#shared/protocol/refusals.ts';
import {
  CommandError,
  type EventPage,
  type LogReader,
  MAX_EVENT_BYTES,
  type ReadLimits,
  type WritableSql,
} from '../kernel.ts';
import { EventRing } from './ring.ts';
import { scrubbedOn } from './scrubbed.ts';

/** Committed events kept in memory, so that the forwarder need not read them from disk. */
const RING_EVENTS = 8192;
/** The key of the log's identity in the table `meta`. */
export const LOG_ID = 'log_id';
/** Maximum events one retention step deletes; a step takes a few ms. */
const RETENTION_SLICE = 2000;
/** Sequences one read over many channels scans at most; a read takes a few ms. */
const SCAN_SPAN = 20_000;

/** A committed event as it is stored and sent: its JSON is encoded once, when it is appended. */
export interface LoggedEvent {
  readonly seq: number;
  readonly id: string;
  readonly channel: Channel;
  readonly type: string;
  /** The whole event as JSON. */
  readonly body: string;
  /** Length of `body` in UTF-8. */
  readonly bytes: number;
}

/** Decodes an event. The log holds only events that `emit` has validated. */
export function eventOf(logged: LoggedEvent): AnyEvent {
  return JSON.parse(logged.body) as AnyEvent;
}

/** An `EventPage` with events as they are stored. */
export interface LogPage {
  readonly events: readonly LoggedEvent[];
  readonly upTo: number;
}

/** Options of an event log. */
export interface EventLogOptions {
  /** Committed events kept in memory. */
  readonly ringEvents?: number;
  /** Receives the errors of commit listeners. */
  readonly onError?: (error: unknown) => void;
}

type CommitListener = (head: number) => void;

interface EventRow {
  seq: number;
  id: string;
  channel: Channel;
  type: string;
  body: string;
}

/**
 * The append-only event log, numbered without gaps. Events are appended inside the executor's transaction, between `begin`
 * and `committed` or `rolledBack`; readers see committed events only.
 */
export class EventLog implements LogReader {
  readonly #sql: WritableSql;
  readonly #ring: EventRing<LoggedEvent>;
  readonly #listeners = new Set<CommitListener>();
  #pending: LoggedEvent[] | null = null;
  #pendingHead = 0;
  #head: number;
  #floor: number;
  #dataVersion: number;
  readonly #onError: (error: unknown) => void;
  #id: string | null = null;
  #unemptied = true;

  constructor(sql: WritableSql, options: EventLogOptions = {}) {
    this.#sql = sql;
    this.#ring = new EventRing(options.ringEvents ?? RING_EVENTS);
    this.#onError = options.onError ?? (() => undefined);
    this.#dataVersion = this.#readDataVersion();
    this.#head = this.#readHead();
    this.#floor = this.#readFloor();
    this.#ring.reset(this.#head);
  }

  /** Identity of this log, which its first commit record gives it; empty before that. */
  get id(): string {
    this.#id ??=
      this.#sql.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(LOG_ID)
        ?.value ?? null;
    return this.#id ?? '';
  }

  /** Sequence of the newest committed event; 0 for an empty log. */
  head(): number {
    return this.#head;
  }

  /**
   * The lowest cursor a client can catch up from. The event at the floor is kept, so that a cursor there can be
   * verified.
   */
  floor(): number {
    return this.#floor;
  }

  /** Returns the id of the event at a sequence; null where there is none (0, above the head, below the floor). */
  idAt(seq: number): string | null {
    if (seq < 1) return null;
    const held = this.#ring.at(seq);
    if (held) return held.id;
    return (
      this.#sql.prepare<[number], { id: string }>('SELECT id FROM events WHERE seq = ?').get(seq)?.id ?? null
    );
  }

  /** Returns the sequence of a channel's last event up to and including `upTo`; 0 where it has none. */
  lastOf(channel: Channel, upTo: number): number {
    return (
      this.#sql
        .prepare<[string, number], { seq: number | null }>(
          'SELECT max(seq) AS seq FROM events WHERE channel = ? AND seq <= ?',
        )
        .get(channel, upTo)?.seq ?? 0
    );
  }

  /** Events of the channels with seq > cursor, ascending. Read on from `upTo` until it is the head. */
  readAfter(cursor: number, channels: ReadonlySet<Channel>, limits: ReadLimits): EventPage {
    const page = this.readEncoded(cursor, channels, limits);
    return { events: page.events.map(eventOf), upTo: page.upTo };
  }

  /** Reads like `readAfter`, without decoding, for sending. */
  readEncoded(cursor: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const end = Math.min(limits.upTo ?? this.#head, this.#head);
    if (cursor >= end || channels.size === 0) return { events: [], upTo: Math.max(cursor, end) };
    return this.#ring.covers(cursor)
      ? this.#fromRing(cursor, end, channels, limits)
      : this.#fromTable(cursor, end, channels, limits);
  }

  /** Returns the event at a sequence if it is in memory. */
  recent(seq: number): LoggedEvent | undefined {
    return this.#ring.at(seq);
  }

  /** Calls the listener after each commit that moved the head, of another process too. Returns an unsubscribe function. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts accepting events; call right after BEGIN IMMEDIATE. */
  begin(): void {
    if (this.#pending) throw new Error('the log is already in a transaction');
    this.#pending = [];
    this.#pendingHead = this.#readHead();
  }

  /** Whether events can be appended now. */
  get writing(): boolean {
    return this.#pending !== null;
  }

  /** The sequence of the last event appended in the open transaction; outside of one, the head. */
  position(): number {
    return this.#pending ? this.#pendingHead : this.#head;
  }

  /** Appends an event in the open transaction and returns it with its sequence. */
  append(event: Omit<AnyEvent, 'seq'>): AnyEvent {
    const pending = this.#pending;
    if (!pending) throw new Error('events can be appended inside a transaction only');
    const seq = this.#pendingHead + 1;
    // An event with its sequence is still an event of its type.
    const whole = { ...event, seq } as AnyEvent;
    const body = JSON.stringify(whole);
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_EVENT_BYTES)
      throw new CommandError(refused('event_size', { bytes, max: MAX_EVENT_BYTES }));
    this.#sql
      .prepare<[number, string, string, string, number, string]>(
        'INSERT INTO events (seq, id, channel, type, at, body) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(seq, whole.id, whole.channel, whole.type, whole.at, body);
    this.#pendingHead = seq;
    pending.push({ seq, id: whole.id, channel: whole.channel, type: whole.type, body, bytes });
    return whole;
  }

  /** Returns the number of events in the open transaction, for `rewind` when a savepoint is rolled back. */
  mark(): number {
    return this.#pending?.length ?? 0;
  }

  /** Discards the events that a savepoint's rollback has undone. */
  rewind(mark: number): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pendingHead -= pending.length - mark;
    pending.length = mark;
  }

  /** Publishes the appended events, after COMMIT. */
  committed(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    for (const event of pending) this.#ring.push(event);
    this.#readScrubbed();
    if (pending.length === 0) return;
    this.#head = this.#pendingHead;
    this.#announce();
  }

  /** Discards the appended events, after ROLLBACK. */
  rolledBack(): void {
    this.#pending = null;
    scrubbedOn(this.#sql).clear();
    // It may have been given in what was undone.
    this.#id = null;
  }

  /** Publishes events that another process has written. Cheap when there are none. */
  refresh(): void {
    if (this.#pending) return;
    const version = this.#readDataVersion();
    if (version === this.#dataVersion) return;
    this.#dataVersion = version;
    this.#floor = this.#readFloor();
    const head = this.#readHead();
    if (head === this.#head) return;
    this.#head = head;
    this.#ring.reset(head);
    this.#announce();
  }

  /**
   * Returns up to which sequence (exclusive) the next retention step deletes events so that the newest `keep` stay and none from
   * before a time (ms), and whether more are left after it; null where there is nothing to delete. The newest event always stays.
   */
  nextTrim(
    keep: number,
    before: number | null = null,
  ): { readonly below: number; readonly more: boolean } | null {
    const floor = this.#readFloor();
    const target = Math.max(
      this.#readHead() - keep,
      before === null ? 0 : this.#firstSince(before, Math.max(floor, 1)),
    );
    const oldest = Math.max(floor, 1);
    if (target <= oldest) return null;
    const below = Math.min(target, oldest + RETENTION_SLICE);
    return { below, more: below < target };
  }

  /** Whether the write-ahead log may hold text that was removed. After a start nobody knows. */
  get holdsRemoved(): boolean {
    return this.#unemptied;
  }

  /** Removed text must leave the write-ahead log, too. */
  textRemoved(): void {
    this.#unemptied = true;
  }

  /** Moves the write-ahead log into the database and empties it, unless somebody is reading. Call it outside of transactions. */
  emptyWal(): void {
    // The first column says whether somebody was in the way.
    const busy = this.#sql.raw.pragma('wal_checkpoint(TRUNCATE)', { simple: true });
    if (busy === 0) this.#unemptied = false;
  }

  /** Reads the floor again, after the commit of a trim. */
  floorMoved(): void {
    this.#floor = this.#readFloor();
  }

  /** Reads the events again whose data was replaced, and that memory still has as they were. */
  #readScrubbed(): void {
    const scrubbed = scrubbedOn(this.#sql);
    if (scrubbed.size > 0) this.textRemoved();
    for (const seq of scrubbed) {
      const row = this.#sql
        .prepare<[number], EventRow>('SELECT seq, id, channel, type, body FROM events WHERE seq = ?')
        .get(seq);
      if (row) this.#ring.replace({ ...row, bytes: Buffer.byteLength(row.body) });
    }
    scrubbed.clear();
  }

  #announce(): void {
    for (const listener of this.#listeners) {
      try {
        listener(this.#head);
      } catch (error) {
        // The commit stands, whatever a listener makes of it.
        this.#onError(error);
      }
    }
  }

  #fromRing(cursor: number, end: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const page = new PageBuilder(limits);
    for (let seq = cursor + 1; seq <= end; seq += 1) {
      const event = this.#ring.at(seq);
      if (event && channels.has(event.channel) && !page.add(event)) return page.cut();
    }
    return page.complete(end);
  }

  #fromTable(cursor: number, wanted: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const narrow = channels.size <= 2;
    const end = narrow ? wanted : Math.min(wanted, cursor + SCAN_SPAN);
    // One row more than the page holds tells whether it is the last page.
    const limit = limits.maxEvents + 1;
    const page = new PageBuilder(limits);
    for (const row of narrow
      ? this.#indexed(cursor, end, channels, limit)
      : this.#scanned(cursor, end, channels, limit)) {
      if (!page.add({ ...row, bytes: Buffer.byteLength(row.body) })) return page.cut();
    }
    return page.complete(end);
  }

  /** Reads one or two channels from the (channel, seq) index, however sparse they are. */
  #indexed(cursor: number, end: number, channels: ReadonlySet<Channel>, limit: number): EventRow[] {
    const one =
      'SELECT seq, id, channel, type, body FROM (SELECT seq, id, channel, type, body FROM events WHERE channel = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?)';
    const text = `${[...channels].map(() => one).join(' UNION ALL ')} ORDER BY seq LIMIT ?`;
    const parameters = [...channels].flatMap((channel) => [channel, cursor, end, limit]);
    return this.#sql.prepare<unknown[], EventRow>(text).all(...parameters, limit);
  }

  /** Reads many channels in sequence order: they are most of the log. The unary plus keeps SQLite off the channel index. */
  #scanned(cursor: number, end: number, channels: ReadonlySet<Channel>, limit: number): EventRow[] {
    const marks = [...channels].map(() => '?').join(', ');
    const text = `SELECT seq, id, channel, type, body FROM events WHERE seq > ? AND seq <= ? AND +channel IN (${marks}) ORDER BY seq LIMIT ?`;
    return this.#sql.prepare<unknown[], EventRow>(text).all(cursor, end, ...channels, limit);
  }

  #readHead(): number {
    return (
      this.#sql.prepare<[], { head: number | null }>('SELECT max(seq) AS head FROM events').get()?.head ?? 0
    );
  }

  #readFloor(): number {
    const first =
      this.#sql.prepare<[], { first: number | null }>('SELECT min(seq) AS first FROM events').get()?.first ??
      1;
    return first <= 1 ? 0 : first;
  }

  /** Returns the sequence of the first event since a time among the next ones; of the last of these if all are older. */
  #firstSince(at: number, oldest: number): number {
    const end = oldest + RETENTION_SLICE + 1;
    return (
      this.#sql
        .prepare<[number, number, number], { seq: number }>(
          'SELECT seq FROM events WHERE seq >= ? AND seq < ? AND at >= ? ORDER BY seq LIMIT 1',
        )
        .get(oldest, end, at)?.seq ?? Math.min(end, this.#readHead())
    );
  }

  #readDataVersion(): number {
    return this.#sql.prepare<[], { data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  }
}

/** Collects events until a limit is reached. */
class PageBuilder {
  readonly #limits: ReadLimits;
  readonly #events: LoggedEvent[] = [];
  #bytes = 0;

  constructor(limits: ReadLimits) {
    this.#limits = limits;
  }

  /** Adds an event; returns false if it does not fit. */
  add(event: LoggedEvent): boolean {
    if (this.#events.length >= this.#limits.maxEvents) return false;
    // Plus the comma between two events.
    this.#bytes += event.bytes + 1;
    if (this.#events.length > 0 && this.#bytes > (this.#limits.maxBytes ?? Number.POSITIVE_INFINITY))
      return false;
    this.#events.push(event);
    return true;
  }

  /** Returns a page that ends at its last event. */
  cut(): LogPage {
    return { events: this.#events, upTo: this.#events.at(-1)?.seq ?? 0 };
  }

  /** Returns a page that has everything up to `end`. */
  complete(end: number): LogPage {
    return { events: this.#events, upTo: end };
  }
}
