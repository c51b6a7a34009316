import type { Channel } from '#shared/protocol/channels.ts';
import type { Cursor } from '#shared/protocol/messages.ts';
import type { SnapshotRow } from '#shared/protocol/snapshot.ts';
import { openSql } from '../db/open.ts';
import type { GatewayModule, Sql } from '../kernel.ts';
import { newestEvent } from '../log/index.ts';
import { PAGE_BYTES } from './messages.ts';

/** Rows in one page. */
const PAGE_ROWS = 500;
/**
 * Maximum snapshots read at a time, over all connections; each holds a database connection and old pages of the log
 * file.
 */
export const MAX_SNAPSHOTS = 16;
/** Those of one user: two consoles that connect at once. */
export const MAX_SNAPSHOTS_PER_USER = 2;

/** One channel's projection as of one moment, read page by page. */
export interface Snapshot {
  readonly channel: Channel;
  readonly cursor: Cursor;
  /** Returns the next rows as JSON; null after the last. */
  nextPage(): string[] | null;
  /** Rows returned so far. */
  readonly rows: number;
  /** Ends the transaction. Idempotent. */
  close(): void;
}

/** Opens snapshots on read-only connections of their own. */
export class SnapshotSource {
  readonly #path: string;
  readonly #readers: ReadonlyMap<Channel, (sql: Sql) => Iterable<SnapshotRow>>;
  #open = 0;

  constructor(path: string, modules: readonly GatewayModule[]) {
    this.#path = path;
    const readers = new Map<Channel, (sql: Sql) => Iterable<SnapshotRow>>();
    for (const module of modules) {
      for (const [channel, reader] of Object.entries(module.snapshots ?? {})) {
        if (readers.has(channel as Channel))
          throw new Error(`two modules provide the snapshot of ${channel}`);
        readers.set(channel as Channel, reader);
      }
    }
    this.#readers = readers;
  }

  /** Snapshots being read now. */
  get open(): number {
    return this.#open;
  }

  /** Begins a snapshot. `SnapshotSlots` bounds how many are read at a time. */
  begin(channel: Channel): Snapshot {
    const sql = openSql(this.#path, { readonly: true });
    try {
      // The first read after BEGIN fixes the moment that all later reads see.
      sql.raw.exec('BEGIN');
      const head = newestEvent(sql);
      const iterator = (this.#readers.get(channel)?.(sql) ?? [])[Symbol.iterator]();
      this.#open += 1;
      return this.#reading(channel, sql, iterator, { seq: head?.seq ?? 0, id: head?.id ?? null });
    } catch (error) {
      sql.close();
      throw error;
    }
  }

  #reading(
    channel: Channel,
    sql: Sql & { close(): void },
    iterator: Iterator<SnapshotRow>,
    cursor: Cursor,
  ): Snapshot {
    let rows = 0;
    let held: string | null = null;
    let closed = false;
    let done = false;
    const next = (): string | null => {
      if (held !== null) {
        const row = held;
        held = null;
        return row;
      }
      if (done) return null;
      const step = iterator.next();
      if (step.done) done = true;
      return step.done ? null : JSON.stringify({ kind: step.value.kind, row: step.value.row });
    };
    return {
      channel,
      cursor,
      get rows() {
        return rows;
      },
      nextPage() {
        const page: string[] = [];
        let bytes = 0;
        while (page.length < PAGE_ROWS) {
          const row = next();
          if (row === null) break;
          bytes += Buffer.byteLength(row) + 1;
          if (page.length > 0 && bytes > PAGE_BYTES) {
            held = row;
            break;
          }
          page.push(row);
        }
        rows += page.length;
        return page.length > 0 ? page : null;
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#open -= 1;
        // An unfinished statement would keep the connection busy.
        iterator.return?.();
        sql.close();
      },
    };
  }
}
