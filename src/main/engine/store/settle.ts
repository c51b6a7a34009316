import { timeOfUuid } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { COMMAND_ID_LIFETIME_MS } from '#shared/protocol/envelope.ts';
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
  byEvents(
    events: readonly Pick<AnyEvent, 'seq' | 'commandId'>[],
    cursors: ReadonlyMap<Channel, Cursor>,
  ): string[] {
    if (!this.#anyOpen()) return [];
    const settle = this.#sql.prepare<[number, string]>(
      `UPDATE outbox SET state = 'settled', next_attempt_at = NULL, withdraw = 0, settle_seq = ?
       WHERE id = ? AND state <> 'settled'`,
    );
    const settled = new Set<string>();
    for (const { seq, commandId } of events) {
      if (commandId !== null && !settled.has(commandId) && settle.run(seq, commandId).changes === 1)
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

  /**
   * Queues the settled commands of a channel again whose events its new history may lack, in the transaction that replaces the
   * channel after the gateway was restored: those above its new position, and those that the gateway still recognizes by
   * their ids. It repeats the replies that it has, and runs the commands that it lost. Commands of channels that the user
   * does not receive are included.
   */
  requeue(channel: Channel, position: number, received: readonly Channel[], now: number): void {
    const others = JSON.stringify(received.filter((name) => name !== channel));
    const found = this.#sql
      .prepare<[string], { id: string; seq: number | null }>(
        `SELECT id, settle_seq AS seq FROM outbox
         WHERE state = 'settled' AND channel NOT IN (SELECT value FROM json_each(?))`,
      )
      .all(others);
    const queue = this.#sql.prepare<[string]>(
      `UPDATE outbox SET state = 'queued', settle_seq = NULL, next_attempt_at = NULL, failures = 0, error = NULL WHERE id = ?`,
    );
    for (const { id, seq } of found)
      if ((seq ?? 0) > position || timeOfUuid(id) > now - COMMAND_ID_LIFETIME_MS) queue.run(id);
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
