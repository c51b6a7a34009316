import type { Database, Statement } from 'better-sqlite3';
import { EntryError, MAX_CURRENT_LENGTH, type OutboxEntry } from '#shared/bridge/commands.ts';
import { SECRET_COMMANDS, withoutSecrets } from '#shared/protocol/commands/index.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { refused } from '#shared/protocol/refusals.ts';
import { createSql, type Sql } from '../store/sql.ts';

/** A command to store. `data` and `effect` are JSON. */
export interface NewRow {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: string;
  readonly createdAt: number;
  /** The channel whose cursor settles the command. */
  readonly channel: string;
  readonly effect: string | null;
}

/** A waiting command without its data. `next_attempt_at` is the gateway's time, ms; null to send it at once. */
export interface WaitingRow {
  readonly id: string;
  readonly subject: string;
  readonly attempts: number;
  readonly next_attempt_at: number | null;
}

/**
 * The outcome of sending a command. `again` queues it for another attempt: at `due` (monotonic, ms) in this run, and at `at`
 * (the gateway's time, ms) if the console restarts before; `failed` if the answer was `internal`. `withdrawn`: the gateway has
 * not run the command and never will. `kept`: the gateway cannot withdraw commands.
 */
export type Verdict =
  | { readonly id: string; readonly kind: 'settled'; readonly seq: number }
  | { readonly id: string; readonly kind: 'sent'; readonly seq: number }
  | { readonly id: string; readonly kind: 'refused'; readonly error: ProtocolError }
  | { readonly id: string; readonly kind: 'withdrawn' }
  | { readonly id: string; readonly kind: 'kept' }
  | {
      readonly id: string;
      readonly kind: 'again';
      readonly at: number;
      readonly due: number;
      readonly failed: boolean;
    };

/** A stored command. `data`, `effect` and `error` are JSON; times are in ms. */
export interface StoredRow {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: string;
  readonly state: OutboxEntry['state'];
  readonly created_at: number;
  readonly attempts: number;
  readonly channel: string | null;
  readonly effect: string | null;
  readonly error: string | null;
  /** 1 if the gateway is to withdraw the command; 2 if the user has discarded it and can still take that back. */
  readonly withdraw: number;
  readonly failures: number;
  /** The position of the reply or of the event in the gateway's log, if it is known. */
  readonly settle_seq: number | null;
}

/** The maximum number of commands that are discarded at once: as many as the outbox keeps. */
const MAX_IDS = 10_000;
const NOT_KEPT = refused('change_password_not_kept', {});
const COLUMNS =
  'id, type, subject, data, state, created_at, attempts, channel, effect, error, withdraw, failures, settle_seq';

/** Converts a stored command to the bridge's entry. */
export function toEntry(row: StoredRow): OutboxEntry {
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    data: JSON.parse(row.data) as unknown,
    state: row.state,
    createdAt: row.created_at,
    attempts: row.attempts,
    withdrawing: row.withdraw === 1,
    ...(row.withdraw === 2 && { discarded: true }),
    error: row.error === null ? null : (EntryError.safeParse(JSON.parse(row.error)).data ?? null),
  };
}

/** The outbox table of one user, on the connection of the cache's writer. Each write is one transaction. */
export class OutboxRows {
  readonly #db: Database;
  readonly #sql: Sql;
  readonly #userId: string;
  readonly #byId: Statement<[string, string], StoredRow>;

  constructor(db: Database, userId: string) {
    this.#db = db;
    this.#sql = createSql(db);
    this.#userId = userId;
    this.#byId = this.#sql.prepare(`SELECT ${COLUMNS} FROM outbox WHERE id = ? AND user_id = ?`);
  }

  get(id: string): StoredRow | undefined {
    return this.#byId.get(id, this.#userId);
  }

  /** Returns the entries that still exist. */
  entries(ids: Iterable<string>): OutboxEntry[] {
    const found: OutboxEntry[] = [];
    for (const id of ids) {
      const row = this.get(id);
      if (row) found.push(toEntry(row));
    }
    return found;
  }

  /** Appends a command. With `replaces`, deletes that refused command in the same transaction. */
  insert(row: NewRow, replaces?: string): void {
    const add = this.#sql.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, channel, effect)
       VALUES (?, (SELECT coalesce(max(n), 0) + 1 FROM outbox), ?, ?, ?, ?, 'queued', ?, ?, ?)`,
    );
    const { id, type, subject, data, createdAt, channel, effect } = row;
    this.#transaction(() => {
      if (replaces !== undefined) this.delete(replaces);
      add.run(id, this.#userId, type, subject, data, createdAt, channel, effect);
    });
  }

  /** Replaces the data of a command that was never sent. Returns false if it may have been. */
  edit(id: string, data: string, effect: string | null): boolean {
    const change = this.#sql.prepare(
      "UPDATE outbox SET data = ?, effect = ? WHERE id = ? AND user_id = ? AND state = 'queued' AND attempts = 0 AND withdraw = 0",
    );
    return change.run(data, effect, id, this.#userId).changes === 1;
  }

  delete(id: string): void {
    this.#sql.prepare('DELETE FROM outbox WHERE id = ? AND user_id = ?').run(id, this.#userId);
  }

  /**
   * Returns the commands to send, in order, at most `limit`. Commands in flight when the last run ended are queued again: if
   * they arrived, the gateway recognizes their ids.
   */
  recover(limit: number): WaitingRow[] {
    this.#sql
      .prepare(
        "UPDATE outbox SET state = 'queued', next_attempt_at = NULL WHERE user_id = ? AND state = 'sending'",
      )
      .run(this.#userId);
    return this.waiting(limit);
  }

  /** Returns the queued commands that are not discarded, in order, at most `limit`. */
  waiting(limit: number): WaitingRow[] {
    return this.#sql
      .prepare<[string, number], WaitingRow>(
        `SELECT id, subject, attempts, next_attempt_at FROM outbox
         WHERE user_id = ? AND state = 'queued' AND withdraw <> 2 ORDER BY n LIMIT ?`,
      )
      .all(this.#userId, limit);
  }

  /** Marks commands as `sending`, durably, before their first byte is sent. */
  sending(ids: readonly string[]): void {
    const mark = this.#sql.prepare(
      "UPDATE outbox SET state = 'sending', attempts = attempts + 1, next_attempt_at = NULL WHERE id = ? AND state = 'queued'",
    );
    this.#transaction(() => {
      for (const id of ids) mark.run(id);
    });
  }

  /** Marks a command that may have been sent for withdrawal. Returns false if it is no longer queued or in flight. */
  withdraw(id: string): boolean {
    const mark = this.#sql.prepare(
      "UPDATE outbox SET withdraw = 1, next_attempt_at = NULL WHERE id = ? AND user_id = ? AND state IN ('queued', 'sending')",
    );
    return mark.run(id, this.#userId).changes === 1;
  }

  /**
   * Queues the accepted commands again whose events have not arrived, at the start of a link: the gateway may have been
   * restored from a backup that lacks them, and then their old positions prove nothing. Returns whether there were any.
   */
  askAgain(): boolean {
    const { changes } = this.#sql
      .prepare(
        `UPDATE outbox SET state = 'queued', settle_seq = NULL, next_attempt_at = NULL
         WHERE user_id = ? AND state = 'sent'`,
      )
      .run(this.#userId);
    return changes > 0;
  }

  /** Records verdicts in one transaction. A command that its event has settled meanwhile stays settled. */
  decide(verdicts: readonly Verdict[]): void {
    const where = "WHERE id = ? AND state = 'sending'";
    const set = (columns: string): Statement => this.#sql.prepare(`UPDATE outbox SET ${columns} ${where}`);
    const settle = set("state = 'settled', withdraw = 0, settle_seq = ?");
    const sent = set("state = 'sent', withdraw = 0, settle_seq = ?");
    // What the user has discarded stays discarded.
    const refuse = set("state = 'refused', withdraw = iif(withdraw = 2, 2, 0), error = ?");
    const again = set("state = 'queued', next_attempt_at = ?, failures = failures + ?");
    const keep = set("state = 'queued', withdraw = 0, next_attempt_at = NULL");
    const remove = this.#sql.prepare(`DELETE FROM outbox ${where}`);
    this.#transaction(() => {
      for (const verdict of verdicts) {
        const { id } = verdict;
        if (verdict.kind === 'settled') settle.run(verdict.seq, id);
        else if (verdict.kind === 'sent') sent.run(verdict.seq, id);
        else if (verdict.kind === 'again') again.run(verdict.at, verdict.failed ? 1 : 0, id);
        else if (verdict.kind === 'withdrawn') remove.run(id);
        else if (verdict.kind === 'kept') keep.run(id);
        else refuse.run(errorJson(verdict.error), id);
      }
    });
  }

  /**
   * Removes the secrets that an earlier version stored, from the file as well as from the rows. What was not sent yet can no
   * longer be sent and is refused.
   */
  forgetSecrets(): void {
    const found = this.#sql
      .prepare<string[], { id: string; type: string; data: string }>(
        `SELECT id, type, data FROM outbox WHERE type IN (${SECRET_COMMANDS.map(() => '?').join(', ')})`,
      )
      .all(...SECRET_COMMANDS)
      .map(({ id, type, data }) => ({
        id,
        data,
        left: JSON.stringify(withoutSecrets(type, JSON.parse(data))),
      }))
      .filter(({ data, left }) => data !== left);
    if (found.length === 0) return;
    const forget = this.#sql.prepare('UPDATE outbox SET data = ?, effect = NULL WHERE id = ?');
    const refuse = this.#sql.prepare(
      "UPDATE outbox SET state = 'refused', error = ? WHERE id = ? AND state IN ('queued', 'sending')",
    );
    // Overwrites what is deleted with zeros; without it, the text would stay in free space of the file.
    this.#db.pragma('secure_delete = ON');
    this.#transaction(() => {
      for (const { id, left } of found) {
        forget.run(left, id);
        refuse.run(errorJson(NOT_KEPT), id);
      }
    });
    this.#db.pragma('secure_delete = OFF');
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Returns the refused commands that are not discarded. */
  refusedIds(): string[] {
    return this.#ids("state = 'refused' AND withdraw = 0");
  }

  /** Returns the discarded commands that can still be taken back. */
  discardedIds(): string[] {
    return this.#ids("state IN ('queued', 'sending', 'refused') AND withdraw = 2");
  }

  /**
   * Marks commands as discarded, which can be taken back: refused ones, and those that the gateway has not accepted. Returns
   * those that were marked.
   */
  setAside(ids: readonly string[]): string[] {
    const mark = this.#sql.prepare(
      "UPDATE outbox SET withdraw = 2 WHERE id = ? AND user_id = ? AND state IN ('queued', 'sending', 'refused') AND withdraw = 0",
    );
    return this.#changed(ids, mark);
  }

  /** Takes back that commands were discarded. Returns those that it was taken back for. */
  bringBack(ids: readonly string[]): string[] {
    const mark = this.#sql.prepare(
      'UPDATE outbox SET withdraw = 0 WHERE id = ? AND user_id = ? AND withdraw = 2',
    );
    return this.#changed(ids, mark);
  }

  /**
   * Discards for good what is still marked as discarded: deletes what was refused or never sent, and marks the rest for
   * withdrawal. Returns both.
   */
  discardForGood(ids: readonly string[]): { readonly deleted: string[]; readonly withdrawn: string[] } {
    const marked = 'WHERE id = ? AND user_id = ? AND withdraw = 2';
    const remove = this.#sql.prepare(
      `DELETE FROM outbox ${marked} AND (state = 'refused' OR (state = 'queued' AND attempts = 0))`,
    );
    const withdraw = this.#sql.prepare(
      `UPDATE outbox SET withdraw = 1, next_attempt_at = NULL ${marked} AND state IN ('queued', 'sending')`,
    );
    return this.#db
      .transaction(() => {
        const deleted = ids.filter((id) => remove.run(id, this.#userId).changes > 0);
        return { deleted, withdrawn: ids.filter((id) => withdraw.run(id, this.#userId).changes > 0) };
      })
      .immediate();
  }

  /** Counts the commands that are not settled yet, and those that were refused, without discarded ones. */
  counts(): { readonly pending: number; readonly refused: number } {
    const row = this.#sql
      .prepare<[string], { pending: number | null; refused: number | null }>(
        `SELECT sum(state <> 'refused') AS pending, sum(state = 'refused') AS refused FROM outbox
         WHERE user_id = ? AND state IN ('queued', 'sending', 'sent', 'refused') AND withdraw <> 2`,
      )
      .get(this.#userId);
    return { pending: row?.pending ?? 0, refused: row?.refused ?? 0 };
  }

  #ids(where: string): string[] {
    return this.#sql
      .prepare<[string, number], { id: string }>(
        `SELECT id FROM outbox WHERE user_id = ? AND ${where} ORDER BY n LIMIT ?`,
      )
      .all(this.#userId, MAX_IDS)
      .map(({ id }) => id);
  }

  /** Runs a statement for each command in one transaction. Returns those that it changed. */
  #changed(ids: readonly string[], statement: Statement<unknown[]>): string[] {
    return this.#db
      .transaction(() => ids.filter((id) => statement.run(id, this.#userId).changes > 0))
      .immediate();
  }

  #transaction(work: () => void): void {
    this.#db.transaction(work).immediate();
  }
}

function errorJson(error: ProtocolError): string {
  const { code, message, field = null, why, current } = error;
  const fits = current !== undefined && JSON.stringify(current).length <= MAX_CURRENT_LENGTH;
  return JSON.stringify({ code, message, field, why, ...(fits && { current }) });
}
