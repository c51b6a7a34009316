import { type Channel, isChannel } from '#shared/protocol/channels.ts';
import type { Cursor } from '#shared/protocol/messages.ts';
import type { Sql } from './sql.ts';

/** The cursor of each channel, in the database and, as of the last commit, in memory. */
export class CursorTable {
  readonly #sql: Sql;
  readonly #committed = new Map<Channel, Cursor>();

  constructor(sql: Sql) {
    this.#sql = sql;
    for (const row of sql
      .prepare<[], { channel: string; seq: number; id: string | null }>(
        'SELECT channel, seq, id FROM cursors',
      )
      .all()) {
      if (isChannel(row.channel)) this.#committed.set(row.channel, { seq: row.seq, id: row.id });
    }
  }

  /** The cursors as of the last commit. */
  get committed(): ReadonlyMap<Channel, Cursor> {
    return this.#committed;
  }

  /** Returns the sequence number up to which a channel is applied; 0 if it has no cursor. */
  seqOf(channel: Channel): number {
    return this.#committed.get(channel)?.seq ?? 0;
  }

  /** Writes cursors, inside the transaction. Call `keep` after the commit. */
  write(moves: ReadonlyMap<Channel, Cursor>): void {
    const upsert = this.#sql.prepare<[string, number, string | null]>(
      'INSERT INTO cursors (channel, seq, id) VALUES (?, ?, ?) ON CONFLICT (channel) DO UPDATE SET seq = excluded.seq, id = excluded.id',
    );
    for (const [channel, { seq, id }] of moves) upsert.run(channel, seq, id);
  }

  /** Updates the cursors in memory, after the commit. */
  keep(moves: ReadonlyMap<Channel, Cursor>): void {
    for (const [channel, cursor] of moves) this.#committed.set(channel, cursor);
  }

  /** Deletes the cursor of a channel, inside the transaction. Call `drop` after the commit. */
  remove(channel: Channel): void {
    this.#sql.prepare('DELETE FROM cursors WHERE channel = ?').run(channel);
  }

  /** Deletes the cursor of a channel in memory, after the commit. */
  drop(channel: Channel): void {
    this.#committed.delete(channel);
  }
}
