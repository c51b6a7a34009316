import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Channel } from '#shared/protocol/channels.ts';
import { type Guard, guardOf } from '#shared/protocol/events/guard.ts';
import { hasMoreFields } from '#shared/protocol/events/index.ts';
import { SNAPSHOT_REASONS } from '#shared/protocol/messages.ts';
import { snapshotRowSchema } from '#shared/protocol/snapshot.ts';
import type { Refused } from './batch.ts';
import type { Sql } from './sql.ts';
import type { SnapshotReason } from './types.ts';

const Reason = z.enum(SNAPSHOT_REASONS);
const Rows = z.array(z.unknown());

const guards = new Map<z.ZodType, Guard>();

/** Parses one row of a page. Returns the row and whether it had fields this version does not know, or why it is refused. */
function readRow(
  channel: Channel,
  kind: string,
  schema: z.ZodType,
  row: unknown,
): { row: unknown; newer: boolean } | { refused: Refused } {
  let guard = guards.get(schema);
  if (!guard) {
    guard = guardOf(schema);
    guards.set(schema, guard);
  }
  if (guard(row)) return { row, newer: false };
  const parsed = schema.safeParse(row);
  if (parsed.success) return { row: parsed.data, newer: hasMoreFields(row, parsed.data) };
  const issue = parsed.error.issues[0];
  const field = `${kind}.${(issue?.path ?? []).map(String).join('.')}`;
  return {
    refused: {
      channel,
      seq: null,
      kind: 'malformed',
      field,
      message: issue?.message ?? 'The value is not valid.',
    },
  };
}

/** The number of staged records read at a time. A record has the rows of one kind from one page. */
const SLICE = 4;

/** Stages incoming snapshots: their parsed rows are stored beside the projection that they will replace. */
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

  /**
   * Stages a page. Kinds of rows and fields that this version does not know are left out and counted as newer. Ignores the
   * page if the channel's snapshot was not begun; its end then finds nothing.
   */
  page(
    channel: Channel,
    rows: readonly { readonly kind: string; readonly row: unknown }[],
  ): { staged: number; refused: Refused[]; newer: number } {
    const refused: Refused[] = [];
    let newer = 0;
    let staged = 0;
    if (!this.staging(channel)) return { staged: 0, refused, newer };
    const byKind = new Map<string, unknown[]>();
    for (const { kind, row } of rows) {
      const schema = snapshotRowSchema(channel, kind);
      if (schema === undefined) {
        newer += 1;
        continue;
      }
      const read = readRow(channel, kind, schema, row);
      if ('refused' in read) {
        refused.push(read.refused);
        continue;
      }
      if (read.newer) newer += 1;
      staged += 1;
      const list = byKind.get(kind);
      if (list) list.push(read.row);
      else byKind.set(kind, [read.row]);
    }
    // One record for all rows of a page and kind: a record per row costs more than writing the row itself.
    const insert = this.#sql.prepare('INSERT INTO staged (channel, kind, row) VALUES (?, ?, ?)');
    for (const [kind, list] of byKind) insert.run(channel, kind, JSON.stringify(list));
    this.#sql
      .prepare('UPDATE staging SET received = received + ? WHERE channel = ?')
      .run(rows.length, channel);
    return { staged, refused, newer };
  }

  /**
   * Returns the snapshot being staged for a channel: its reason, and the number of rows received, refused ones
   * included.
   */
  staging(channel: Channel): { readonly reason: SnapshotReason; readonly received: number } | null {
    const row = this.#sql
      .prepare<[string], { reason: string; received: number }>(
        'SELECT reason, received FROM staging WHERE channel = ?',
      )
      .get(channel);
    return row ? { reason: Reason.catch('initial').parse(row.reason), received: row.received } : null;
  }

  /** Calls `put` with the staged rows of one kind, in the order of arrival. */
  each(channel: Channel, kind: string, put: (row: unknown) => void): void {
    const next = this.#sql.prepare<[string, string, number], { k: number; row: string }>(
      `SELECT k, row FROM staged WHERE channel = ? AND kind = ? AND k > ? ORDER BY k LIMIT ${SLICE}`,
    );
    for (
      let rows = next.all(channel, kind, 0);
      rows.length > 0;
      rows = next.all(channel, kind, rows.at(-1)?.k ?? 0)
    ) {
      for (const { row } of rows) for (const one of Rows.parse(JSON.parse(row))) put(one);
    }
  }

  drop(channel: Channel): void {
    // SQLite deletes a whole table at once, but a part of it row by row.
    const others = this.#sql.prepare<[string, string], { k: number }>(
      'SELECT k FROM staged WHERE channel < ? UNION ALL SELECT k FROM staged WHERE channel > ? LIMIT 1',
    );
    if (others.get(channel, channel)) this.#sql.prepare('DELETE FROM staged WHERE channel = ?').run(channel);
    else this.#sql.prepare('DELETE FROM staged').run();
    this.#sql.prepare('DELETE FROM staging WHERE channel = ?').run(channel);
  }

  dropAll(): void {
    this.#sql.prepare('DELETE FROM staged').run();
    this.#sql.prepare('DELETE FROM staging').run();
  }
}

/**
 * Drops the secondary indexes of tables. Returns a function that creates them again. Sorting all keys once is several times
 * faster than inserting each. Must run in a transaction, so that no reader sees the tables without indexes.
 */
export function dropIndexes(db: Database, tables: readonly string[]): () => void {
  const indexes = db
    .prepare<[string], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
         AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY rowid`,
    )
    .all(JSON.stringify(tables));
  for (const { name } of indexes) db.exec(`DROP INDEX "${name}"`);
  return () => {
    for (const { sql } of indexes) db.exec(sql);
  };
}
