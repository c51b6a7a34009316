import type { Actor } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Refused } from './batch.ts';
import type { Sql } from './sql.ts';

/** Raw events kept for the activity feed. */
export const MAX_EVENTS = 200_000;
/** Rows deleted in one go. */
const SLICE = 2_000;
/** Refused events remembered. */
export const MAX_REFUSED = 1_000;

export interface ApplyStats {
  readonly applied: number;
  readonly duplicates: number;
  readonly refused: number;
  /** What was passed over because it is newer than this version. */
  readonly newer: number;
}

/** The raw events, the refused ones, and how many there were of each. Every method runs inside the writer's transaction. */
export class EventLog {
  readonly #sql: Sql;
  readonly #insert;
  /** Rows there are, counted once: counting grows with them, and this is the only writer. Null: to be counted again. */
  #size: number | null = null;
  #lastActor: (Actor & { readonly json: string }) | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
    // Not OR REPLACE: that opens a statement journal, whose savepoint makes every text index flush, five times the cost.
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
    // A sequence seen before is of a history the gateway has given up: what it says now replaces it.
    this.#sql.prepare('DELETE FROM events WHERE seq = ?').run(event.seq);
    this.#insert.run(event.seq, event.channel, event.type, event.at, actor, data);
  }

  /** Events come in runs of the same actor, whose JSON is made once. */
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

  /** How many raw events are kept; at most MAX_EVENTS and what came since the last trim. */
  size(): number {
    this.#size ??= this.#sql.prepare<[], { n: number }>('SELECT count(*) AS n FROM events').get()?.n ?? 0;
    return this.#size;
  }

  /** The transaction was rolled back: what was counted in it is not there. */
  undone(): void {
    this.#size = null;
  }

  /** Deletes a channel's raw events after a position. */
  forget(channel: Channel, after: number): void {
    this.#deleted(
      this.#sql.prepare('DELETE FROM events WHERE channel = ? AND seq > ?').run(channel, after).changes,
    );
  }

  /** Deletes one slice of the oldest raw events where there are too many. Whether more is to do. */
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
