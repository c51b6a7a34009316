import { z } from 'zod';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import { type Guard, guardOf } from '#shared/protocol/events/guard.ts';
import { hasMoreFields } from '#shared/protocol/events/index.ts';
import { type Cursor, SNAPSHOT_REASONS, type SnapshotProgress } from '#shared/protocol/messages.ts';
import { snapshotRowSchema } from '#shared/protocol/snapshot.ts';
import type { Refused } from './batch.ts';
import type { ChannelProjection } from './projection.ts';
import { SLICE_MS, type Slices } from './slices.ts';
import type { Sql } from './sql.ts';
import type { Counters } from './tallies.ts';
import { Twins } from './twins.ts';
import type { SnapshotReason } from './types.ts';

const Reason = z.enum(SNAPSHOT_REASONS);
const guards = new Map<z.ZodType, Guard>();
/** Rows written between two looks at the time. */
const ROWS_PER_LOOK = 8;

/** One row of a page. */
export interface PageRow {
  readonly kind: string;
  readonly row: unknown;
}

/** The rows of a page that this version reads, and what became of the others. */
export interface ReadPage {
  readonly rows: readonly PageRow[];
  readonly refused: readonly Refused[];
  /** The number of rows of kinds or with fields that this version does not know. */
  readonly newer: number;
}

/** Reads the rows of a page. Kinds of rows and fields that this version does not know are left out and counted as newer. */
export function readPage(channel: Channel, given: readonly PageRow[]): ReadPage {
  const rows: PageRow[] = [];
  const refused: Refused[] = [];
  let newer = 0;
  for (const { kind, row } of given) {
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
    rows.push({ kind, row: read.row });
  }
  return { rows, refused, newer };
}

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

/** A projection that writes into a channel's twins, and its counters. */
export interface StagedProjection {
  readonly projection: ChannelProjection;
  readonly counters: Counters;
}

/** What a stage needs of the writer. */
export interface StageOptions {
  readonly sql: Sql;
  /** The tables and text indexes of a channel. */
  readonly tablesOf: (channel: Channel) => readonly string[];
  /** Creates the projection of a channel on its twins, which exist. */
  readonly stagedProjection: (channel: Channel) => StagedProjection;
  /** Runs one slice of work in a transaction. */
  readonly transaction: <T>(work: () => T) => T;
}

interface Staging {
  readonly reason: SnapshotReason;
  /** Null for a snapshot of an older gateway, which cannot be resumed. */
  readonly cursor: Cursor | null;
  readonly after: string | null;
  /** The number of rows received, refused ones included. */
  readonly received: number;
  /** Rows with content that this version does not know. */
  readonly newer: number;
}

/**
 * Writes incoming snapshots into the twins of their channels, slice by slice; see twins.ts. What a page brought is kept with
 * the position after it, so that an interrupted snapshot goes on, also after a restart.
 */
export class SnapshotStage {
  readonly #on: StageOptions;
  readonly #twins: Twins;
  readonly #projections = new Map<Channel, StagedProjection>();

  constructor(options: StageOptions) {
    this.#on = options;
    this.#twins = new Twins(options.sql);
    // An older version may have left rows there.
    options.transaction(() => options.sql.prepare('DELETE FROM staged').run());
    // A migration may have changed the tables since, and a snapshot of an older gateway cannot go on.
    for (const channel of CHANNELS) {
      const staging = this.staging(channel);
      if (staging && (staging.cursor === null || !this.#twins.match(options.tablesOf(channel))))
        options.transaction(() => this.drop(channel));
    }
  }

  /** Returns the snapshot being staged for a channel; null if there is none. */
  staging(channel: Channel): Staging | null {
    const row = this.#on.sql
      .prepare<
        [string],
        {
          reason: string;
          cursor_seq: number | null;
          cursor_id: string | null;
          after: string | null;
          received: number;
          newer: number;
        }
      >('SELECT reason, cursor_seq, cursor_id, after, received, newer FROM staging WHERE channel = ?')
      .get(channel);
    if (!row) return null;
    const { cursor_seq: seq, cursor_id: id, after, received, newer } = row;
    const reason = Reason.catch('initial').parse(row.reason);
    return { reason, cursor: seq === null ? null : { seq, id }, after, received, newer };
  }

  /** Returns the interrupted snapshots that can go on. */
  progress(): Partial<Record<Channel, SnapshotProgress>> {
    return Object.fromEntries(
      CHANNELS.flatMap((channel) => {
        const staging = this.staging(channel);
        return staging?.cursor && staging.after !== null
          ? [[channel, { cursor: staging.cursor, after: staging.after, rows: staging.received }]]
          : [];
      }),
    );
  }

  /** Goes on with the snapshot that is staged, after so many rows. Returns false if there is none. */
  resume(channel: Channel, rows: number): boolean {
    const { changes } = this.#on.sql
      .prepare<[number, string]>('UPDATE staging SET received = ? WHERE channel = ?')
      .run(rows, channel);
    return changes === 1;
  }

  /** Starts a snapshot. */
  *begin(channel: Channel, reason: SnapshotReason, cursor: Cursor | null): Slices<void> {
    const { sql, transaction } = this.#on;
    transaction(() => this.drop(channel));
    yield* this.removeTwins(channel);
    transaction(() => {
      this.#twins.create(this.#on.tablesOf(channel));
      sql
        .prepare<[string, string, number | null, string | null]>(
          'INSERT INTO staging (channel, reason, cursor_seq, cursor_id, received, newer) VALUES (?, ?, ?, ?, 0, 0)',
        )
        .run(channel, reason, cursor?.seq ?? null, cursor?.id ?? null);
    });
  }

  /**
   * Writes the rows of a page; `received` is their number with the refused ones. `atEnd` runs in the transaction of the last
   * slice. If it was interrupted, the page comes again, and what was written of it is found.
   */
  *page(
    channel: Channel,
    { rows, newer }: ReadPage,
    received: number,
    after: string | null,
    atEnd: () => void,
  ): Slices<void> {
    const { projection, counters } = this.#projection(channel);
    const seq = this.staging(channel)?.cursor?.seq ?? 0;
    const { transaction, sql } = this.#on;
    let next = 0;
    do {
      if (next > 0) yield;
      transaction(() => {
        next = putRows(projection, rows, next, seq);
        for (const tally of [...projection.tallies, counters]) tally.flush();
        if (next < rows.length) return;
        sql
          .prepare<[number, number, string | null, string]>(
            'UPDATE staging SET received = received + ?, newer = newer + ?, after = ? WHERE channel = ?',
          )
          .run(received, newer, after, channel);
        atEnd();
      });
    } while (next < rows.length);
  }

  /** Does what is left to do once all rows are written. */
  *settle(channel: Channel): Slices<void> {
    const { projection, counters } = this.#projection(channel);
    const work = projection.settle?.();
    for (let done = work === undefined; !done; ) {
      this.#on.transaction(() => {
        done = work?.next().done ?? true;
        for (const tally of [...projection.tallies, counters]) tally.flush();
      });
      yield;
    }
  }

  /** Puts the staged rows in place of the channel's. Runs inside a transaction, after everything else in it. */
  exchange(channel: Channel): void {
    this.#projection(channel).counters.takePlace();
    this.#on.sql.prepare<[string]>('DELETE FROM staging WHERE channel = ?').run(channel);
    this.#projections.delete(channel);
    this.#twins.exchange(this.#on.tablesOf(channel));
  }

  /** Gives up the snapshot of a channel, inside a transaction. Its twins are left to `removeTwins`. */
  drop(channel: Channel): void {
    this.#projections.delete(channel);
    this.#on.sql.prepare<[string]>('DELETE FROM staging WHERE channel = ?').run(channel);
    this.#on.sql
      .prepare<[string, string]>('DELETE FROM counters WHERE key >= ? AND key < ?')
      .run(`next:${channel}.`, `next:${channel}.\u{10ffff}`);
  }

  /** Returns a channel whose twins hold rows that nobody needs; null if there is none. */
  leftOver(): Channel | null {
    const idle = CHANNELS.filter((channel) => this.staging(channel) === null);
    return idle.find((channel) => this.#twins.exist(this.#on.tablesOf(channel))) ?? null;
  }

  /** Deletes the twins of a channel. */
  removeTwins(channel: Channel): Slices<void> {
    return this.#twins.remove(this.#on.tablesOf(channel), this.#on.transaction);
  }

  /** Forgets what is in memory, after a rollback or because a setting changed on which the rows depend. */
  reset(): void {
    this.#projections.clear();
  }

  #projection(channel: Channel): StagedProjection {
    let staged = this.#projections.get(channel);
    if (!staged) {
      staged = this.#on.stagedProjection(channel);
      this.#projections.set(channel, staged);
    }
    return staged;
  }
}

/** Writes rows until a slice is over. Returns the index of the next row. */
export function putRows(
  projection: ChannelProjection,
  rows: readonly PageRow[],
  from: number,
  seq: number,
): number {
  const started = performance.now();
  let next = from;
  for (; next < rows.length; next += 1) {
    if ((next - from) % ROWS_PER_LOOK === ROWS_PER_LOOK - 1 && performance.now() - started > SLICE_MS)
      return next;
    const { kind, row } = rows[next] ?? { kind: '', row: null };
    projection.rows[kind]?.(row, seq);
  }
  return next;
}
