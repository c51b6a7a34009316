import { type Channel, isChannel } from '#shared/protocol/channels.ts';
import type { HistoryPage, HistoryRange, HistoryScope } from '#shared/protocol/messages.ts';
import type { Sql } from './sql.ts';

/** Since when the rows of a kind are complete, ms; 0 for all. `before` is the position of the next older page. */
export interface HeldRange {
  readonly channel: Channel;
  readonly kind: string;
  readonly from: number;
  readonly windowFrom: number;
  readonly before: string | null;
}

/** A record that an event named and that is not held. */
export interface Wanted {
  readonly channel: Channel;
  readonly kind: string;
  readonly id: string;
}

interface StoredRange {
  readonly channel: string;
  readonly kind: string;
  readonly complete_from: number;
  readonly window_from: number;
  readonly before: string | null;
}

/** Keeps which rows the cache has. Its writes run in the writer's transaction. A kind without a range is complete. */
export class Ranges {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Returns the ranges that are not complete. */
  open(): HeldRange[] {
    return this.#sql
      .prepare<[], StoredRange>('SELECT * FROM history WHERE complete_from > 0')
      .all()
      .flatMap(({ channel, kind, complete_from, window_from, before }) =>
        isChannel(channel) ? [{ channel, kind, from: complete_from, windowFrom: window_from, before }] : [],
      );
  }

  /** Replaces the ranges of a channel by those of a snapshot. */
  replace(channel: Channel, ranges: readonly HistoryRange[]): void {
    this.forget(channel);
    const insert = this.#sql.prepare<[string, string, number, number, string | null]>(
      'INSERT INTO history (channel, kind, complete_from, window_from, before) VALUES (?, ?, ?, ?, ?)',
    );
    for (const { kind, from, windowFrom, before } of ranges)
      insert.run(channel, kind, from, windowFrom, before);
  }

  /** Moves the range of a kind back by the page after a position, unless another page has moved it from there. */
  extend(
    { channel, kind, before }: Pick<HeldRange, 'channel' | 'kind' | 'before'>,
    page: Pick<HistoryPage, 'from' | 'before'>,
  ): void {
    this.#sql
      .prepare<[number, string | null, string, string, string | null]>(
        `UPDATE history SET complete_from = min(complete_from, ?), before = ?
         WHERE channel = ? AND kind = ? AND before IS ?`,
      )
      .run(page.from, page.before, channel, kind, before);
  }

  /** Deletes the ranges and the wanted records of a channel. */
  forget(channel: Channel): void {
    this.#sql.prepare<[string]>('DELETE FROM history WHERE channel = ?').run(channel);
    this.#sql.prepare<[string]>('DELETE FROM wanted WHERE channel = ?').run(channel);
    this.#sql.prepare<[string]>('DELETE FROM complete_records WHERE channel = ?').run(channel);
  }

  /** Returns whether a kind of row has older rows that are not held. */
  isOpen(channel: Channel, kind: string): boolean {
    const found = this.#sql
      .prepare<[string, string]>('SELECT 1 FROM history WHERE channel = ? AND kind = ? AND complete_from > 0')
      .get(channel, kind);
    return found !== undefined;
  }

  /** Records that all rows of a kind that belong to a record are held. Events keep it so. */
  complete(channel: Channel, kind: string, of: HistoryScope): void {
    this.#sql
      .prepare<[string, string, string, string]>(
        'INSERT OR IGNORE INTO complete_records (channel, kind, of_kind, of_id) VALUES (?, ?, ?, ?)',
      )
      .run(channel, kind, of.kind, of.id);
  }

  want({ channel, kind, id }: Wanted): void {
    this.#sql
      .prepare<[string, string, string]>('INSERT OR IGNORE INTO wanted (channel, kind, id) VALUES (?, ?, ?)')
      .run(channel, kind, id);
  }

  got({ channel, kind, id }: Wanted): void {
    this.#sql
      .prepare<[string, string, string]>('DELETE FROM wanted WHERE channel = ? AND kind = ? AND id = ?')
      .run(channel, kind, id);
  }

  /** Returns one of the wanted records; null if there are none. */
  wanted(): Wanted | null {
    const row = this.#sql
      .prepare<[], { channel: string; kind: string; id: string }>(
        'SELECT channel, kind, id FROM wanted LIMIT 1',
      )
      .get();
    return row && isChannel(row.channel) ? { ...row, channel: row.channel } : null;
  }
}
