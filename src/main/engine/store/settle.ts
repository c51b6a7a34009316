import type { Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor } from '#shared/protocol/messages.ts';
import type { Sql } from './sql.ts';

/** The maximum number of settled commands kept, so that their outcome can still be looked up. */
const MAX_SETTLED = 500;
/** The number of rows deleted at a time. */
const SLICE = 500;

/**
 * Settles the user's own commands in the transaction that applies their events, so that an effect is never shown twice and
 * never missing. `outbox/sender.ts` has a drawing of a command's states.
 */
export class Settlement {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * Settles the commands that caused these events, and those whose position the cursors have reached. Returns their
   * ids.
   */
  byEvents(events: readonly AnyEvent[], cursors: ReadonlyMap<Channel, Cursor>): string[] {
    if (!this.#anyOpen()) return [];
    const settle = this.#sql.prepare<[string]>(
      `UPDATE outbox SET state = 'settled', next_attempt_at = NULL WHERE id = ? AND state <> 'settled'`,
    );
    const settled = new Set<string>();
    for (const { commandId } of events) {
      if (commandId !== null && !settled.has(commandId) && settle.run(commandId).changes === 1)
        settled.add(commandId);
    }
    for (const id of this.byCursor(cursors)) settled.add(id);
    return [...settled];
  }

  /** Settles the sent commands whose position the cursors have reached. Returns their ids. */
  byCursor(cursors: ReadonlyMap<Channel, Cursor>): string[] {
    const settle = this.#sql.prepare<[string, number], { id: string }>(
      `UPDATE outbox SET state = 'settled', next_attempt_at = NULL WHERE state = 'sent' AND channel = ? AND settle_seq <= ? RETURNING id`,
    );
    return [...cursors].flatMap(([channel, { seq }]) => settle.all(channel, seq).map(({ id }) => id));
  }

  /** Deletes one slice of the oldest settled commands. Returns whether more must be deleted. */
  trim(): boolean {
    const { changes } = this.#sql
      .prepare<[number, number]>(
        `DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state = 'settled' AND n < (
           SELECT n FROM outbox WHERE state = 'settled' ORDER BY n DESC LIMIT 1 OFFSET ?) ORDER BY n LIMIT ?)`,
      )
      .run(MAX_SETTLED, SLICE);
    return changes === SLICE;
  }

  #anyOpen(): boolean {
    const open = this.#sql.prepare(
      `SELECT 1 FROM outbox WHERE state IN ('queued', 'sending', 'sent', 'refused') LIMIT 1`,
    );
    return open.get() !== undefined;
  }
}
