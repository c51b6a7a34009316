import type { Actor } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Refused } from './batch.ts';
import type { Sql } from './sql.ts';

/** The maximum number of raw events kept for the activity feed. */
export const MAX_EVENTS = 200_000;
/** The number of rows deleted at a time. */
const SLICE = 2_000;
/** The maximum number of refused events kept. */
export const MAX_REFUSED = 1_000;

/** Counts of events by outcome. */
export interface ApplyStats {
  readonly applied: number;
  readonly duplicates: number;
  readonly refused: number;
  /** What was passed over because it is newer than this version. */
  readonly newer: number;
}

/** Stores the raw events, the refused ones, and counts of both. Every method runs in the writer's transaction. */
export class EventLog {
  readonly #sql: Sql;
  readonly #insert;
  /**
   * The number of rows; null if unknown. Counting takes time in proportion, so they are counted once: this is the only
   * writer.
   */
  #size: number | null = null;
  #lastActor: (Actor & { readonly json: string }) | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
    // OR REPLACE would open a statement journal, whose savepoint flushes every text index: five times slower.
    this.#insert = sql.prepare<[number, string, string, number, string | null, string]>(
      'INSERT OR IGNORE INTO events (seq, channel, type, at, actor, data) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  append(event: AnyEvent): void {
    const actor = event.actor === null ? null : this.#actorJson(event.actor);
    const data = JSON.stringify(event.data);
    const { changes } = this.#insert.run(event.seq, event.channel, event.type, event.at, actor, data);
    if (changes === 1) {
      if (this.#size !== null) this.#size++;
      return;
    }
    // A known sequence number belongs to a history that the gateway has discarded. The new event replaces it.
    this.#sql.prepare('DELETE FROM events WHERE seq = ?').run(event.seq);
    this.#insert.run(event.seq, event.channel, event.type, event.at, actor, data);
  }

  /** Returns the actor as JSON. Consecutive events often have the same actor, so the last one is cached. */
  #actorJson(actor: Actor): string {
    const last = this.#lastActor;
    if (last?.id !== actor.id || last.name !== actor.name || last.kind !== actor.kind)
      this.#lastActor = { ...actor, json: JSON.stringify(actor) };
    return this.#lastActor?.json ?? JSON.stringify(actor);
  }

  refuse(refused: readonly Refused[], now: number): void {
    if (refused.length === 0) return;
    const insert = this.#sql.prepare(
      'INSERT INTO refused_events (channel, seq, kind, field, message, at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    for (const r of refused) insert.run(r.channel, r.seq, r.kind, r.field, r.message.slice(0, 500), now);
    this.#sql
      .prepare('DELETE FROM refused_events WHERE k <= (SELECT max(k) FROM refused_events) - ?')
      .run(MAX_REFUSED);
  }

  count(delta: ApplyStats & { readonly lastEventAt: number | null }): void {
    const add = this.#sql.prepare<[string, number]>(
      'INSERT INTO stats (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = value + excluded.value',
    );
    if (delta.applied > 0) add.run('applied', delta.applied);
    if (delta.duplicates > 0) add.run('duplicates', delta.duplicates);
    if (delta.refused > 0) add.run('refused', delta.refused);
    if (delta.newer > 0) add.run('newer', delta.newer);
    if (delta.lastEventAt === null) return;
    this.#sql
      .prepare<[number]>(
        `INSERT INTO stats (key, value) VALUES ('last_event_at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      )
      .run(delta.lastEventAt);
  }

  stats(): ApplyStats {
    const rows = this.#sql.prepare<[], { key: string; value: number }>('SELECT key, value FROM stats').all();
    const of = (key: string): number => rows.find((row) => row.key === key)?.value ?? 0;
    return {
      applied: of('applied'),
      duplicates: of('duplicates'),
      refused: of('refused'),
      newer: of('newer'),
    };
  }

  /** Returns the number of raw events: at most MAX_EVENTS plus those added since the last trim. */
  size(): number {
    this.#size ??= this.#sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM events').get()?.n ?? 0;
    return this.#size;
  }

  /** The transaction was rolled back, so the number of rows is unknown. */
  undone(): void {
    this.#size = null;
  }

  /** Deletes a channel's raw events after a position. */
  forget(channel: Channel, after: number): void {
    while (this.forgetSlice(channel, after));
  }

  /** Deletes one slice of a channel's raw events after a position. Returns whether more must be deleted. */
  forgetSlice(channel: Channel, after: number): boolean {
    const { changes } = this.#sql
      .prepare<[string, number, number]>(
        'DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE channel = ? AND seq > ? LIMIT ?)',
      )
      .run(channel, after, SLICE);
    this.#deleted(changes);
    return changes === SLICE;
  }

  /** Deletes one slice of the oldest raw events if there are too many. Returns whether more must be deleted. */
  trim(): boolean {
    const excess = this.size() - MAX_EVENTS;
    if (excess <= 0) return false;
    const { changes } = this.#sql
      .prepare('DELETE FROM events WHERE seq IN (SELECT seq FROM events ORDER BY seq LIMIT ?)')
      .run(Math.min(excess, SLICE));
    this.#deleted(changes);
    return excess > SLICE;
  }

  #deleted(rows: number): void {
    if (this.#size !== null) this.#size -= rows;
  }
}
