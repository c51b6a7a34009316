import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { finish } from '../../src/main/engine/store/slices.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from './cache.ts';
import { type TemporaryFolder, temporaryFolder } from './folders.ts';
import { makeBatches } from './make/event.ts';

/** Returns the number of runs of a property. QUAYSIDE_TEST_EFFORT=10 multiplies it by ten. */
export function runs(usual: number): { numRuns: number } {
  return { numRuns: Math.ceil(usual * Number(process.env['QUAYSIDE_TEST_EFFORT'] ?? 1)) };
}

/** The writers of one test. */
export interface Writers {
  /** Returns the path of a cache that does not exist yet. */
  file(): string;
  /** Opens a cache, by default a new one. */
  store(path?: string): StoreWriter;
  /** Closes all of them before the test ends. */
  close(): void;
}

/** Opens writers, and closes what each test of the file has opened. */
export function writersPerTest(): Writers {
  const folders: TemporaryFolder[] = [];
  const open: StoreWriter[] = [];
  const close = (): void => {
    for (const writer of open.splice(0)) writer.close();
  };
  afterEach(() => {
    close();
    for (const folder of folders.splice(0)) folder.remove();
  });
  const file = (): string => {
    const folder = temporaryFolder('store');
    folders.push(folder);
    return join(folder.path, 'cache.db');
  };
  return {
    file,
    store(path = file()) {
      const { writer } = openTestCache(path, { now: () => 1_000 });
      open.push(writer);
      // Power cuts are not the matter here (tests/integration kills processes, which a file system survives without syncing).
      writer.db.pragma('synchronous = OFF');
      return writer;
    },
    close,
  };
}

/** Returns the rows of all channels. */
export function dump(writer: StoreWriter): Record<string, unknown[]> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, [...cachedRows(writer.db, channel)]]));
}

/** What is derived from the rows. Sums that came back to nothing may be there or not. */
export function derived(writer: StoreWriter): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => writer.db.prepare(sql).all();
  return {
    counters: all('SELECT * FROM counters WHERE value <> 0 ORDER BY key'),
    stock: all('SELECT * FROM stock_counts WHERE n <> 0 ORDER BY 1, 2, 3'),
    payments: all(
      'SELECT * FROM sales_sums WHERE payments <> 0 OR refunds <> 0 OR paid_orders <> 0 ORDER BY 1, 2, 3, 4',
    ),
    products: all('SELECT * FROM product_sums WHERE units <> 0 OR revenue <> 0 ORDER BY 1, 2, 3, 4, 5'),
    methods: all('SELECT * FROM method_sums WHERE payments <> 0 OR amount <> 0 ORDER BY 1, 2, 3, 4, 5, 6'),
    levels: all('SELECT item_id, location_id, available, low_at, out_at, state FROM levels ORDER BY 1, 2'),
    lists: all('SELECT id, active, wait_key, last_customer_seq, my_read_seq FROM conversations ORDER BY 1'),
    words: all(
      `SELECT id FROM conversations WHERE k IN (SELECT rowid FROM conversations_fts WHERE conversations_fts MATCH 'oak') ORDER BY 1`,
    ),
    bodies: all(`SELECT rowid FROM messages_fts WHERE messages_fts MATCH '"sto" *' ORDER BY 1`),
    items: all(
      `SELECT id FROM items WHERE k IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'chair') ORDER BY 1`,
    ),
  };
}

/** Returns all that a cache holds. */
export function state(writer: StoreWriter): unknown {
  return { rows: dump(writer), derived: derived(writer), cursors: writer.cursors() };
}

/** Applies events that come after those that the cache has. */
export function feed(writer: StoreWriter, events: readonly AnyEvent[], size = 50): void {
  for (const batch of makeBatches(events, size)) expect(writer.apply(batch).gaps).toEqual([]);
}

/** Replaces a channel by a snapshot of another cache. */
export function snapshotInto(target: StoreWriter, from: StoreWriter, channel: Channel): void {
  const rows = [...cachedRows(from.db, channel)];
  finish(target.snapshotBegin(channel));
  for (let i = 0; i < rows.length; i += 100) {
    const page = rows.slice(i, i + 100);
    expect(finish(target.snapshotPage(channel, structuredClone(page)))).toEqual({
      staged: page.length,
      refused: 0,
      newer: 0,
    });
  }
  const cursor = from.cursors()[channel] ?? { seq: 0, id: null };
  expect(finish(target.snapshotEnd(channel, cursor, rows.length)).complete).toBe(true);
}
