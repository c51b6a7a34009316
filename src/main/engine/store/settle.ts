import { timeOfUuid } from '#shared/domain/ids.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { COMMAND_ID_LIFETIME_MS } from '#shared/protocol/envelope.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import type { Cursor } from '#shared/protocol/messages.ts';
import type { OutboxFile, SettledCommand } from './outbox-file.ts';
import type { Sql } from './sql.ts';

/**
 * Settles the user's own commands, so that an effect is never shown twice and never missing. Commands are in a file of their
 * own, and SQLite commits two files together only as long as nothing crashes in between. So there are two commits, in order:
 *
 *   1. The cache's transaction that applies the events also names their commands in `settled_commands`.
 *   2. The outbox file's transaction settles these commands and notes the last row applied (`settled_through`).
 *
 * After 1, the commands count as settled: reads consult both files (`attachOutbox`). If 2 fails or never happens, it is made
 * up for with the next write or at the next start, before anything is sent; repeating it changes nothing. Rows up to
 * `settled_through` have served and are deleted, except the last, which keeps the numbers ascending.
 * `outbox/sender.ts` has a drawing of a command's states.
 */
export class Settlement {
  readonly #sql: Sql;
  readonly #outbox: OutboxFile | null;
  /** Whether the outbox file may lag behind the cache. */
  #behind = true;
  /** Commands that the outbox file settled later than the cache, because a write to it had failed. Not reported yet. */
  #late: string[] = [];
  #failed = false;

  constructor(sql: Sql, outbox: OutboxFile | null) {
    this.#sql = sql;
    this.#outbox = outbox;
  }

  /**
   * Records as settled the commands that caused these events, and those whose position the cursors have reached. Runs in the
   * cache's transaction. Returns their ids.
   */
  byEvents(
    events: readonly Pick<AnyEvent, 'seq' | 'commandId'>[],
    cursors: ReadonlyMap<Channel, Cursor>,
  ): string[] {
    const outbox = this.#outbox;
    if (!outbox?.anyOpen()) return this.#late.splice(0);
    const own = new Map<string, number>();
    for (const { commandId, seq } of events)
      if (commandId !== null && !own.has(commandId) && outbox.isOpen(commandId)) own.set(commandId, seq);
    return [...this.#record(own), ...this.byCursor(cursors)];
  }

  /** Records as settled the sent commands whose position the cursors have reached. Returns their ids. */
  byCursor(cursors: ReadonlyMap<Channel, Cursor>): string[] {
    const outbox = this.#outbox;
    if (outbox === null) return [];
    return [
      ...this.#late.splice(0),
      ...this.#record(
        [...cursors].flatMap(([channel, { seq }]) =>
          outbox.sentUpTo(channel, seq).map((id) => [id, null] as const),
        ),
      ),
    ];
  }

  /**
   * Records that the settled commands of a channel are queued again whose events its new history may lack, in the transaction
   * that replaces the channel after the gateway was restored: those above its new position, and those that the gateway still
   * recognizes by their ids. It repeats the replies that it has, and runs the commands that it lost. Commands of channels that
   * the user does not receive are included.
   */
  requeue(channel: Channel, position: number, received: readonly Channel[], now: number): void {
    const lost = (this.#outbox?.settledOutside(received.filter((name) => name !== channel)) ?? []).filter(
      ({ id, seq }) => (seq ?? 0) > position || timeOfUuid(id) > now - COMMAND_ID_LIFETIME_MS,
    );
    this.#record(
      lost.map(({ id }) => [id, null]),
      'queued',
    );
  }

  /**
   * Brings the outbox file up to what the cache has committed. Must not run in the cache's transaction. Throws SQLite's
   * errors; the next call then tries again.
   */
  follow(): void {
    if (!this.#behind || this.#outbox === null) return;
    const ahead = this.#sql
      .prepare<[number], SettledCommand>(
        'SELECT n, id, state, seq FROM settled_commands WHERE n > ? ORDER BY n',
      )
      .all(this.#outbox.settledThrough);
    const retried = this.#failed;
    this.#failed = true;
    this.#outbox.settle(ahead);
    this.#failed = false;
    this.#behind = false;
    if (retried) this.#late = ahead.map(({ id }) => id);
  }

  /**
   * Like `follow`, but after a transaction of the cache, as whose failure an error must not appear: the commands are settled,
   * and the next write makes up for it. The outbox file's connection reports the error.
   */
  tryToFollow(): void {
    try {
      this.follow();
    } catch {
      // See above.
    }
  }

  /** Deletes one slice of the oldest settled commands in the outbox file. Returns whether more must be deleted. */
  trim(): boolean {
    return this.#outbox?.trim() ?? false;
  }

  close(): void {
    this.#outbox?.close();
  }

  /** Deletes what the outbox file has applied, in the cache's transaction. */
  forget(): void {
    if (this.#outbox === null) return;
    this.#sql
      .prepare('DELETE FROM settled_commands WHERE n <= ? AND n < (SELECT max(n) FROM settled_commands)')
      .run(this.#outbox.settledThrough);
  }

  /** Names the commands that the cache's transaction settles or queues again. Returns those that it had not named so before. */
  #record(
    commands: Iterable<readonly [id: string, seq: number | null]>,
    state: SettledCommand['state'] = 'settled',
  ): string[] {
    const through = this.#outbox?.settledThrough ?? 0;
    // The numbers go on where the outbox file stands, also in a new cache. A row that was applied may be used again.
    const insert = this.#sql.prepare<[number, string, string, number | null, number]>(
      `INSERT INTO settled_commands (n, id, state, seq)
       VALUES (max(coalesce((SELECT max(n) FROM settled_commands), 0), ?) + 1, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET n = excluded.n, state = excluded.state, seq = excluded.seq
         WHERE settled_commands.n <= ? OR settled_commands.state <> excluded.state`,
    );
    const recorded = [...commands].flatMap(([id, seq]) =>
      insert.run(through, id, state, seq, through).changes === 1 ? [id] : [],
    );
    if (recorded.length > 0) this.#behind = true;
    return recorded;
  }
}
