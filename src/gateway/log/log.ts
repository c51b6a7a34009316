import { randomUUID } from 'node:crypto';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Sql } from '../kernel.ts';
import { EventRing } from './ring.ts';

/** Committed events kept in memory, so that fan-out need not read and parse them again. */
const RING_EVENTS = 8192;
/** Largest number of events one retention step deletes; a step is a few ms. */
const RETENTION_SLICE = 2000;
/** How much of the number line one read over many channels looks through at most: some ms. */
const SCAN_SPAN = 20_000;

/** Events of some channels after a cursor. `upTo` is how far the log was looked through: nothing was left out up to there. */
export interface LogPage {
  readonly events: readonly AnyEvent[];
  readonly upTo: number;
}

export interface ReadLimits {
  readonly maxEvents: number;
  /** Bound on the events' JSON together, in UTF-16 units; one event is always given. */
  readonly maxSize?: number;
  /** Look no further than this sequence. */
  readonly upTo?: number;
}

export type CommitListener = (head: number) => void;

interface EventRow {
  seq: number;
  body: string;
}

/**
 * The append-only event log: one gapless number line. Writing happens inside the transaction of whoever owns it, between
 * `begin` and `committed` or `rolledBack`; readers see committed events only.
 */
export class EventLog {
  readonly #sql: Sql;
  readonly #ring: EventRing;
  readonly #listeners = new Set<CommitListener>();
  #pending: AnyEvent[] | null = null;
  #pendingHead = 0;
  #head: number;
  #floor: number;
  #dataVersion: number;
  /** Identity of this log, made with the database. */
  readonly id: string;

  constructor(sql: Sql, ringEvents = RING_EVENTS) {
    this.#sql = sql;
    this.#ring = new EventRing(ringEvents);
    sql.prepare<[string, string]>('INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)').run('log_id', randomUUID());
    this.id = sql.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get('log_id')?.value ?? '';
    this.#dataVersion = this.#readDataVersion();
    this.#head = this.#readHead();
    this.#floor = this.#readFloor();
    this.#ring.reset(this.#head);
  }

  /** Sequence of the newest committed event; 0 for an empty log. */
  head(): number {
    return this.#head;
  }

  /** The lowest cursor that can still be caught up from. The event at the floor itself is kept, to know it again. */
  floor(): number {
    return this.#floor;
  }

  /** Id of the event at a sequence; null where there is none (0, above the head, below the floor). */
  idAt(seq: number): string | null {
    if (seq < 1) return null;
    const held = this.#ring.at(seq);
    if (held) return held.id;
    return this.#sql.prepare<[number], { id: string }>('SELECT id FROM events WHERE seq = ?').get(seq)?.id ?? null;
  }

  /** Events of the channels with seq > cursor, ascending. */
  readAfter(cursor: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const end = Math.min(limits.upTo ?? this.#head, this.#head);
    if (cursor >= end || channels.size === 0) return { events: [], upTo: Math.max(cursor, end) };
    return this.#ring.covers(cursor) ? this.#fromRing(cursor, end, channels, limits) : this.#fromTable(cursor, end, channels, limits);
  }

  /** The event at a sequence while it is held in memory; fan-out walks the newest events this way. */
  recent(seq: number): AnyEvent | undefined {
    return this.#ring.at(seq);
  }

  /** Called after each commit that moved the head, also for commits of another process. Returns the way to stop. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts taking events; call right after BEGIN IMMEDIATE. */
  begin(): void {
    if (this.#pending) throw new Error('the log is already in a transaction');
    this.#pending = [];
    this.#pendingHead = this.#readHead();
  }

  /** Whether events can be appended now. */
  get writing(): boolean {
    return this.#pending !== null;
  }

  /** The sequence the last appended event has, inside a transaction; else the head. */
  position(): number {
    return this.#pending ? this.#pendingHead : this.#head;
  }

  /** Appends an event inside the transaction; gives it its sequence. */
  append(event: Omit<AnyEvent, 'seq'>): AnyEvent {
    const pending = this.#pending;
    if (!pending) throw new Error('events are appended inside a transaction only');
    const seq = this.#pendingHead + 1;
    // Adding the sequence to an event of some type leaves it an event of that type.
    const whole = { ...event, seq } as AnyEvent;
    const body = JSON.stringify(whole);
    this.#sql
      .prepare<[number, string, string, string, number, string]>('INSERT INTO events (seq, id, channel, type, at, body) VALUES (?, ?, ?, ?, ?, ?)')
      .run(seq, whole.id, whole.channel, whole.type, whole.at, body);
    sizes.set(whole, body.length);
    this.#pendingHead = seq;
    pending.push(whole);
    return whole;
  }

  /** How many events the running transaction has; give it to `rewind` when a savepoint is rolled back. */
  mark(): number {
    return this.#pending?.length ?? 0;
  }

  /** Forgets events that a savepoint's rollback has undone. */
  rewind(mark: number): void {
    const pending = this.#pending;
    if (!pending) return;
    this.#pendingHead -= pending.length - mark;
    pending.length = mark;
  }

  /** After COMMIT: publishes what was appended. */
  committed(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending || pending.length === 0) return;
    for (const event of pending) this.#ring.push(event);
    this.#head = this.#pendingHead;
    this.#announce();
  }

  /** After ROLLBACK of the whole transaction. */
  rolledBack(): void {
    this.#pending = null;
  }

  /** Looks whether another process has written; publishes its events. Cheap when nobody has. */
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
   * Deletes one slice of the events that more than `keep` newer ones follow; call inside a transaction, then
   * `floorMoved` after its commit. Returns whether there is more to delete.
   */
  trimSlice(keep: number): boolean {
    const floor = this.#readFloor();
    const target = this.#readHead() - keep;
    const oldest = Math.max(floor, 1);
    if (target <= oldest) return false;
    const end = Math.min(target, oldest + RETENTION_SLICE);
    this.#sql.prepare<[number]>('DELETE FROM events WHERE seq < ?').run(end);
    return end < target;
  }

  /** After the commit of a trim. */
  floorMoved(): void {
    this.#floor = this.#readFloor();
  }

  #announce(): void {
    for (const listener of this.#listeners) listener(this.#head);
  }

  #fromRing(cursor: number, end: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const events: AnyEvent[] = [];
    let size = 0;
    for (let seq = cursor + 1; seq <= end; seq += 1) {
      const event = this.#ring.at(seq);
      if (!event || !channels.has(event.channel)) continue;
      if (events.length >= limits.maxEvents) return { events, upTo: events.at(-1)?.seq ?? cursor };
      if (limits.maxSize !== undefined) {
        size += sizeOf(event);
        if (size > limits.maxSize && events.length > 0) return { events, upTo: events.at(-1)?.seq ?? cursor };
      }
      events.push(event);
    }
    return { events, upTo: end };
  }

  #fromTable(cursor: number, wanted: number, channels: ReadonlySet<Channel>, limits: ReadLimits): LogPage {
    const narrow = channels.size <= 2;
    const end = narrow ? wanted : Math.min(wanted, cursor + SCAN_SPAN);
    const rows = narrow ? this.#indexed(cursor, end, channels, limits.maxEvents) : this.#scanned(cursor, end, channels, limits.maxEvents);
    const events: AnyEvent[] = [];
    let size = 0;
    for (const row of rows) {
      size += row.body.length;
      if (limits.maxSize !== undefined && size > limits.maxSize && events.length > 0) return { events, upTo: events.at(-1)?.seq ?? cursor };
      // The log holds only what `emit` has checked against its schema.
      const event = JSON.parse(row.body) as AnyEvent;
      sizes.set(event, row.body.length);
      events.push(event);
    }
    return { events, upTo: events.length < limits.maxEvents ? end : (events.at(-1)?.seq ?? end) };
  }

  /** One or two channels: each from the (channel, seq) index, however sparse. */
  #indexed(cursor: number, end: number, channels: ReadonlySet<Channel>, limit: number): EventRow[] {
    const one = 'SELECT seq, body FROM (SELECT seq, body FROM events WHERE channel = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?)';
    const text = `${[...channels].map(() => one).join(' UNION ALL ')} ORDER BY seq LIMIT ?`;
    const parameters = [...channels].flatMap((channel) => [channel, cursor, end, limit]);
    return this.#sql.prepare<unknown[], EventRow>(text).all(...parameters, limit);
  }

  /** Many channels: along the number line, of which they are most. The unary plus keeps SQLite off the channel index. */
  #scanned(cursor: number, end: number, channels: ReadonlySet<Channel>, limit: number): EventRow[] {
    const marks = [...channels].map(() => '?').join(', ');
    const text = `SELECT seq, body FROM events WHERE seq > ? AND seq <= ? AND +channel IN (${marks}) ORDER BY seq LIMIT ?`;
    return this.#sql.prepare<unknown[], EventRow>(text).all(cursor, end, ...channels, limit);
  }

  #readHead(): number {
    return this.#sql.prepare<[], { head: number | null }>('SELECT max(seq) AS head FROM events').get()?.head ?? 0;
  }

  #readFloor(): number {
    const first = this.#sql.prepare<[], { first: number | null }>('SELECT min(seq) AS first FROM events').get()?.first ?? 1;
    return first <= 1 ? 0 : first;
  }

  #readDataVersion(): number {
    return this.#sql.prepare<[], { data_version: number }>('PRAGMA data_version').get()?.data_version ?? 0;
  }
}

const sizes = new WeakMap<AnyEvent, number>();

/** Length of an event's JSON, measured once. */
export function sizeOf(event: AnyEvent): number {
  let size = sizes.get(event);
  if (size === undefined) {
    size = JSON.stringify(event).length;
    sizes.set(event, size);
  }
  return size;
}
