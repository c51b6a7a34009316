import { z } from 'zod';
import type { Channel } from '#shared/protocol/channels.ts';
import { SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import { snapshotRowSchema } from '#shared/protocol/snapshot.ts';
import type { Refused } from '../ingest/batch.ts';
import type { Sql } from './sql.ts';
import type { SnapshotReason } from './types.ts';

const Reason = z.enum(SNAPSHOT_REASONS);

/** Rows of a staged kind read in one go. */
const SLICE = 1_000;

/** A snapshot on its way in: its rows, checked, beside the projection they will replace. */
export class SnapshotStage {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  begin(channel: Channel, reason: SnapshotReason): void {
    this.drop(channel);
    this.#sql
      .prepare('INSERT INTO staging (channel, reason, received) VALUES (?, ?, 0)')
      .run(channel, reason);
  }

  /** Stages a page. What was not begun is not staged: its end will find nothing. */
  page(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
  ): { staged: number; refused: Refused[] } {
    const refused: Refused[] = [];
    if (!this.staging(channel)) return { staged: 0, refused };
    const insert = this.#sql.prepare('INSERT INTO staged (channel, kind, row) VALUES (?, ?, ?)');
    for (const { kind, row } of rows) {
      const parsed = snapshotRowSchema(channel, kind)?.safeParse(row);
      if (parsed?.success) {
        insert.run(channel, kind, JSON.stringify(parsed.data));
        continue;
      }
      const issue = parsed?.error.issues[0];
      const field = issue ? `${kind}.${issue.path.map(String).join('.')}` : 'kind';
      refused.push({
        channel,
        seq: null,
        kind: 'malformed',
        field,
        message: issue?.message ?? 'an unknown kind of row',
      });
    }
    this.#sql
      .prepare('UPDATE staging SET received = received + ? WHERE channel = ?')
      .run(rows.length, channel);
    return { staged: rows.length - refused.length, refused };
  }

  /** What is being staged of a channel: why, and how many rows came (refused ones too). */
  staging(channel: Channel): { readonly reason: SnapshotReason; readonly received: number } | null {
    const row = this.#sql
      .prepare<[string], { reason: string; received: number }>(
        'SELECT reason, received FROM staging WHERE channel = ?',
      )
      .get(channel);
    return row ? { reason: Reason.catch('initial').parse(row.reason), received: row.received } : null;
  }

  /** Hands over the staged rows of one kind in the order they came. */
  each(channel: Channel, kind: string, put: (row: unknown) => void): void {
    const next = this.#sql.prepare<[string, string, number], { k: number; row: string }>(
      `SELECT k, row FROM staged WHERE channel = ? AND kind = ? AND k > ? ORDER BY k LIMIT ${SLICE}`,
    );
    for (
      let rows = next.all(channel, kind, 0);
      rows.length > 0;
      rows = next.all(channel, kind, rows.at(-1)?.k ?? 0)
    ) {
      for (const { row } of rows) put(JSON.parse(row));
    }
  }

  drop(channel: Channel): void {
    this.#sql.prepare('DELETE FROM staged WHERE channel = ?').run(channel);
    this.#sql.prepare('DELETE FROM staging WHERE channel = ?').run(channel);
  }

  dropAll(): void {
    this.#sql.prepare('DELETE FROM staged').run();
    this.#sql.prepare('DELETE FROM staging').run();
  }
}
