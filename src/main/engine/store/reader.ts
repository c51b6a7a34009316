import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import type { Provenance } from '#shared/bridge/contract.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import type { ProtocolError } from '#shared/protocol/errors.ts';
import { createSql, type Sql } from './sql.ts';

/** Queries that take longer, in ms, are reported with their plan. */
export const SLOW_QUERY_MS = 40;
/** The maximum number of commands whose effects are applied to a read. */
const MAX_PENDING = 2_000;

/** The error of a read that cannot be answered. It is passed on to the caller unchanged. */
export class ReadError extends Error {
  readonly error: ProtocolError;
  constructor(error: ProtocolError) {
    super(error.message);
    this.name = 'ReadError';
    this.error = error;
  }
}

/** Receives slow queries: the text without parameters, the time it took, and SQLite's query plan. */
export type SlowQueryLog = (query: {
  readonly sql: string;
  readonly ms: number;
  readonly plan: readonly string[];
}) => void;

/** Runs queries on a connection and times them. */
export class Reader {
  readonly #sql: Sql;
  readonly #slow: SlowQueryLog | null;

  constructor(db: Database, slow: SlowQueryLog | null = null) {
    this.#sql = createSql(db);
    this.#slow = slow;
  }

  all<R>(sql: string, ...params: unknown[]): R[] {
    const started = performance.now();
    const rows = this.#sql.prepare<unknown[], R>(sql).all(...params);
    this.#report(sql, params, performance.now() - started);
    return rows;
  }

  get<R>(sql: string, ...params: unknown[]): R | undefined {
    const started = performance.now();
    const row = this.#sql.prepare<unknown[], R>(sql).get(...params);
    this.#report(sql, params, performance.now() - started);
    return row;
  }

  /** Runs queries in one read transaction, so that all of them see the same state of the database. */
  inTransaction<T>(work: () => T): T {
    if (this.#sql.raw.inTransaction) return work();
    this.#sql.prepare('BEGIN').run();
    try {
      return work();
    } finally {
      if (this.#sql.raw.inTransaction) this.#sql.prepare('COMMIT').run();
    }
  }

  #report(sql: string, params: readonly unknown[], ms: number): void {
    if (ms <= SLOW_QUERY_MS || this.#slow === null) return;
    const plan = this.#sql.raw
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...params);
    this.#slow({ sql: sql.replace(/\s+/g, ' '), ms: Math.round(ms), plan: plan.map((step) => step.detail) });
  }
}

const readers = new WeakMap<Database, Reader>();

/** Returns the reader of a connection. Each connection has one, with its prepared statements. */
export function readerOf(db: Database): Reader {
  let reader = readers.get(db);
  if (!reader) {
    reader = new Reader(db);
    readers.set(db, reader);
  }
  return reader;
}

/** Reports this connection's slow queries. */
export function logSlowQueries(db: Database, log: SlowQueryLog): void {
  readers.set(db, new Reader(db, log));
}

/** Returns a value of the table `meta`; null if it was never set. */
export function meta(reader: Reader, key: string): string | null {
  return reader.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
}

/** Returns the id of the user whose cache it is. */
export function ownUserId(reader: Reader): string {
  return meta(reader, 'user_id') ?? '';
}

/**
 * Returns how current reads of these channels are: the lowest of their cursors, and when it was last confirmed. Channels
 * without a cursor, which the user may not read, do not count.
 */
export function asOf(reader: Reader, channels: readonly Channel[]): z.infer<typeof Provenance> {
  const row = reader.get<{ seq: number | null }>(
    'SELECT min(seq) AS seq FROM cursors WHERE channel IN (SELECT value FROM json_each(?))',
    JSON.stringify(channels),
  );
  const confirmed = meta(reader, 'confirmed_at');
  return { seq: row?.seq ?? 0, at: confirmed === null ? null : Number(confirmed) };
}

/** Returns a counter kept by the writer; 0 if there is none. */
export function counter(reader: Reader, key: string): number {
  return Math.max(
    0,
    reader.get<{ value: number }>('SELECT value FROM counters WHERE key = ?', key)?.value ?? 0,
  );
}

const Key = z.union([z.string(), z.number()]);

/** Encodes the key at which a page ended as an opaque position; null if it is too long. */
export function encodeCursor(key: readonly (string | number)[]): string | null {
  const text = Buffer.from(JSON.stringify(key)).toString('base64url');
  // The contract allows 400 characters. A longer key (a very long name) ends the list.
  return text.length <= 400 ? text : null;
}

/**
 * Decodes a page's position into values of these kinds; null for the first page. Throws a ReadError, `invalid`, field
 * `after`.
 */
export function decodeCursor(
  after: string | null,
  kinds: readonly ('string' | 'number')[],
): (string | number)[] | null {
  if (after === null) return null;
  try {
    const key = z
      .array(Key)
      .length(kinds.length)
      .parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
    if (
      key.every(
        (value, i) => typeof value === kinds[i] && (typeof value === 'string' || Number.isSafeInteger(value)),
      )
    )
      return key;
  } catch {
    // Falls through to the error below.
  }
  throw new ReadError({
    code: 'invalid',
    message: 'The page position is not valid. Start again from the first page.',
    field: 'after',
  });
}

/** The states of a command in which reads include its effect. */
export const PENDING_STATES = ['queued', 'sending', 'sent'] as const;

/** An unsettled command and its effect. */
export interface Pending<E> {
  readonly id: string;
  readonly state: (typeof PENDING_STATES)[number];
  readonly effect: E;
}

/**
 * Returns one domain's effects of the unsettled commands, oldest first, at most 2,000. Skips those of other domains and of
 * commands that are being withdrawn.
 */
export function pendingEffects<E>(reader: Reader, schema: z.ZodType<E>): Pending<E>[] {
  const states = PENDING_STATES.map((state) => `'${state}'`).join(', ');
  const rows = reader.all<{ id: string; state: Pending<E>['state']; effect: string | null }>(
    `SELECT id, state, effect FROM outbox WHERE state IN (${states}) AND effect IS NOT NULL AND withdraw = 0 ORDER BY n LIMIT ${MAX_PENDING}`,
  );
  return rows.flatMap(({ id, state, effect }) => {
    const parsed = parseEffect(schema, effect);
    return parsed === null ? [] : [{ id, state, effect: parsed }];
  });
}

/** Parses an effect from the outbox; null if there is none, or if it belongs to another domain or version. */
export function parseEffect<E>(schema: z.ZodType<E>, effect: string | null): E | null {
  if (effect === null) return null;
  try {
    return schema.safeParse(JSON.parse(effect)).data ?? null;
  } catch {
    return null;
  }
}
