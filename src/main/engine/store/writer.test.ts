import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { CHANNELS, type Channel } from '#shared/protocol/channels.ts';
import type { AnyEvent } from '#shared/protocol/events/index.ts';
import { openTestCache } from '../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../tests/support/folders.ts';
import { makeBatches, makeEvent } from '../../../../tests/support/make/event.ts';
import { makeItem } from '../../../../tests/support/make/item.ts';
import { SampleShop } from '../../../../tests/support/make/sample/shop.ts';
import { cachedRows } from '../threads/cache.ts';
import { outboxPath } from './outbox-file.ts';
import { finish } from './slices.ts';
import type { StoreWriter } from './types.ts';

/** Returns the number of runs of a property. QUAYSIDE_TEST_EFFORT=10 multiplies it by ten. */
const runs = (usual: number): { numRuns: number } => ({
  numRuns: Math.ceil(usual * Number(process.env['QUAYSIDE_TEST_EFFORT'] ?? 1)),
});
const folders: TemporaryFolder[] = [];
const open: StoreWriter[] = [];

function file(): string {
  const folder = temporaryFolder('store');
  folders.push(folder);
  return join(folder.path, 'cache.db');
}

function store(path = file()): StoreWriter {
  const { writer } = openTestCache(path, { now: () => 1_000 });
  open.push(writer);
  // Power cuts are not the matter here (tests/integration kills processes, which a file system survives without syncing).
  writer.db.pragma('synchronous = OFF');
  return writer;
}

/** A connection of its own to the outbox file of a cache. */
function outboxOf(writer: StoreWriter): Database.Database {
  const db = new Database(outboxPath(writer.db.name));
  onTestFinished(() => void db.close());
  return db;
}

function dump(writer: StoreWriter): Record<string, unknown[]> {
  return Object.fromEntries(CHANNELS.map((channel) => [channel, [...cachedRows(writer.db, channel)]]));
}

/** What is derived from the rows. Sums that came back to nothing may be there or not. */
function derived(writer: StoreWriter): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => writer.db.prepare(sql).all();
  return {
    counters: all('SELECT * FROM counters WHERE value <> 0 ORDER BY key'),
    stock: all('SELECT * FROM stock_counts WHERE n <> 0 ORDER BY 1, 2, 3'),
    payments: all(
      'SELECT * FROM payment_rollups WHERE payments <> 0 OR refunds <> 0 OR paid_orders <> 0 ORDER BY 1, 2, 3',
    ),
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

function state(writer: StoreWriter): unknown {
  return { rows: dump(writer), derived: derived(writer), cursors: writer.cursors() };
}

function feed(writer: StoreWriter, events: readonly AnyEvent[], size = 50): void {
  for (const batch of makeBatches(events, size)) expect(writer.apply(batch).gaps).toEqual([]);
}

function snapshotInto(target: StoreWriter, from: StoreWriter, channel: Channel): void {
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

afterEach(() => {
  for (const writer of open.splice(0)) writer.close();
  for (const folder of folders.splice(0)) folder.remove();
});

describe('apply', () => {
  it('produces the same rows for any batches, overlaps and restarts', () => {
    const histories = fc.record({
      seed: fc.integer(),
      cuts: fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.nat(20), fc.boolean()), {
        minLength: 1,
        maxLength: 12,
      }),
    });
    fc.assert(
      fc.property(histories, ({ seed, cuts }) => {
        const events = new SampleShop(seed).take(300);
        const whole = store();
        feed(whole, events, 300);
        const path = file();
        let cut = store(path);
        const heads = (upTo: number): Record<string, number> => {
          const after: Record<string, number> = {};
          for (const e of events.slice(0, upTo)) after[e.channel] = e.seq;
          return after;
        };
        let at = 0;
        for (let i = 0; at < events.length; i++) {
          const [size, overlap, reopen] = cuts[i % cuts.length] ?? [50, 0, false];
          const from = Math.max(0, at - overlap);
          const part = events.slice(from, at + size);
          const before = heads(from);
          const after = Object.fromEntries(part.map((e) => [e.channel, before[e.channel] ?? 0]));
          const result = cut.apply({ batch: i + 1, mode: 'live', after, events: part });
          expect(result).toMatchObject({
            duplicates: at - from,
            refused: 0,
            gaps: [],
            applied: part.length - (at - from),
          });
          at += size;
          if (reopen) {
            cut.close();
            cut = store(path);
          }
        }
        expect(state(cut)).toEqual(state(whole));
        expect(cut.diagnostics().appliedEvents).toBe(events.length);
        for (const writer of open.splice(0)) writer.close();
      }),
      runs(8),
    );
  }, 60_000);

  it('only counts malformed events', () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.record({
        id: fc.uuid({ version: 7 }),
        seq: fc.integer(),
        channel: fc.constantFrom(...CHANNELS),
        type: fc.constant('orders.created'),
        at: fc.nat(),
        actor: fc.constant(null),
        commandId: fc.constant(null),
        data: fc.anything(),
      }),
      fc.record({ seq: fc.nat(), channel: fc.constantFrom(...CHANNELS), type: fc.string() }),
    );
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.tuple(fc.nat(200), junk), { maxLength: 40 }), (seed, extra) => {
        const events = new SampleShop(seed).take(200);
        const clean = store();
        feed(clean, events, 200);
        const mixed: unknown[] = [...events];
        for (const [at, value] of extra) mixed.splice(at, 0, value);
        const dirty = store();
        const after = Object.fromEntries(CHANNELS.map((channel) => [channel, 0]));
        const result = dirty.apply({ batch: 1, mode: 'live', after, events: mixed });
        expect(result.applied).toBe(200);
        expect(result.refused + result.duplicates).toBe(extra.length);
        expect(dump(dirty)).toEqual(dump(clean));
        expect(derived(dirty)).toEqual(derived(clean));
        for (const writer of open.splice(0)) writer.close();
      }),
      runs(8),
    );
  }, 60_000);

  it('skips a channel whose events follow a cursor ahead of ours, and applies the others', () => {
    const writer = store();
    const events = new SampleShop(3).take(400);
    const [first, second, third] = makeBatches(events, 150);
    if (!first || !second || !third) throw new Error('three batches');
    writer.apply(first);
    const before = dump(writer);
    const result = writer.apply(third);
    expect(result.gaps).toContain('inventory');
    expect(dump(writer)['inventory']).toEqual(before['inventory']);
    writer.apply(second);
    writer.apply(third);
    const whole = store();
    feed(whole, events);
    expect(dump(writer)).toEqual(dump(whole));
  });

  it('moves the cursor past an unreadable last event only if its position is plausible', () => {
    const writer = store();
    const shop = new SampleShop(5);
    feed(writer, shop.take(10));
    const cursor = writer.cursors().inventory?.seq ?? 0;
    const good = makeEvent(
      'inventory.item_created',
      { item: makeItem() },
      { id: shop.id(), seq: cursor + 1 },
    );
    const bad = { ...good, data: {} };
    expect(
      writer.apply({ batch: 2, mode: 'live', after: { inventory: cursor }, events: [bad] }).refused,
    ).toBe(1);
    expect(writer.cursors().inventory).toEqual({ seq: cursor + 1, id: good.id });
    writer.apply({
      batch: 3,
      mode: 'live',
      after: { inventory: cursor + 1 },
      events: [{ ...bad, seq: 9e14 }],
    });
    expect(writer.cursors().inventory?.seq).toBe(cursor + 1);
    expect(writer.diagnostics().refusedEvents).toBe(2);
  });

  it("settles the user's commands by the events they caused, and sent ones by the cursor", () => {
    const writer = store();
    const shop = new SampleShop(9);
    const events = shop.take(120);
    const [head] = makeBatches(events.slice(0, 60), 60);
    if (!head) throw new Error('a batch');
    writer.apply(head);
    const own = events.slice(60).find((e) => e.commandId !== null)?.commandId ?? '';
    const outbox = outboxOf(writer);
    const insert = outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, settle_seq, channel) VALUES (?, ?, 'agent-1', 't', 's', '{}', ?, 0, ?, ?)`,
    );
    insert.run(own, 1, 'sending', null, null);
    insert.run('by-cursor', 2, 'sent', 61, 'inventory');
    insert.run('later', 3, 'sent', 1_000_000, 'inventory');
    const [, tail] = makeBatches(events, 60);
    if (!tail) throw new Error('a batch');
    const result = writer.apply(tail);
    expect([...result.settled].sort()).toEqual([own, 'by-cursor'].sort());
    for (const db of [writer.db, outbox])
      expect(db.prepare('SELECT id FROM outbox WHERE state = ?').pluck().all('sent')).toEqual(['later']);
    expect(result.changes.topics.get('outbox')).toEqual(new Set(result.settled));
  });

  it('counts nothing again when the time zone of the workspace changes', () => {
    const writer = store();
    feed(writer, new SampleShop(11, { stepMs: 600_000 }).take(300));
    finish(writer.snapshotBegin('orders'));
    const stored = (): unknown => [derived(writer), writer.db.prepare('SELECT * FROM sqlite_schema').all()];
    const before = stored();
    const changes = (): unknown => writer.db.prepare('SELECT total_changes()').pluck().get();
    const settings = { currency: 'USD', stockLimits: DEFAULT_STOCK_LIMITS };
    writer.setWorkspace({ ...settings, timeZone: 'UTC' });
    const written = Number(changes());
    writer.setWorkspace({ ...settings, timeZone: 'Asia/Kathmandu' });
    // The three settings, and neither a sum nor a row of the snapshot that is being staged.
    expect(Number(changes()) - written).toBe(3);
    expect(stored()).toEqual(before);
    writer.setWorkspace({ ...settings, timeZone: 'Nowhere/Atlantis' });
    expect(Number(changes()) - written).toBe(3);
  });
});

/** The table that a channel's first kind of row goes to. */
const FAILS_IN: Readonly<Record<string, string>> = {
  item: 'items',
  order: 'orders',
  payment: 'payments',
  conversation: 'conversations',
};

describe('snapshot', () => {
  it('produces the same rows, rollups, counters and text index as the events', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const events = new SampleShop(seed).take(400);
        const applied = store();
        feed(applied, events);
        const shot = store();
        feed(shot, new SampleShop(seed + 1).take(100));
        for (const channel of CHANNELS) snapshotInto(shot, applied, channel);
        const rest = (writer: StoreWriter): unknown => ({ rows: dump(writer), derived: derived(writer) });
        expect(rest(shot)).toEqual(rest(applied));
        for (const writer of open.splice(0)) writer.close();
      }),
      runs(4),
    );
  }, 60_000);

  it('replaces nothing if rows are missing or it was never started', () => {
    const source = store();
    feed(source, new SampleShop(1).take(200));
    const target = store();
    feed(target, new SampleShop(2).take(100));
    const before = state(target);
    const rows = [...cachedRows(source.db, 'orders')];
    expect(finish(target.snapshotPage('orders', rows)).staged).toBe(0);
    expect(finish(target.snapshotEnd('orders', { seq: 200, id: null }, rows.length)).complete).toBe(false);
    finish(target.snapshotBegin('orders'));
    finish(target.snapshotPage('orders', rows.slice(1)));
    expect(finish(target.snapshotEnd('orders', { seq: 200, id: null }, rows.length)).complete).toBe(false);
    expect(state(target)).toEqual(before);
  });

  it('leaves all tables, indexes and triggers as they were, even if it fails half-way', () => {
    const schema = (writer: StoreWriter): unknown[] =>
      writer.db
        .prepare(`SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%stag%' ORDER BY type, name`)
        .all();
    const source = store();
    feed(source, new SampleShop(1).take(300));
    for (const channel of CHANNELS) {
      const target = store();
      feed(target, new SampleShop(2).take(100));
      const before = { schema: schema(target), state: state(target) };
      const [first] = [...cachedRows(source.db, channel)];
      const table = first && FAILS_IN[first.kind];
      if (table) {
        finish(target.snapshotBegin(channel));
        target.db.exec(
          `CREATE TEMP TRIGGER fails BEFORE INSERT ON main.next_${table} BEGIN SELECT RAISE(ABORT, 'full'); END`,
        );
        const rows = [...cachedRows(source.db, channel)];
        expect(() => finish(target.snapshotPage(channel, rows))).toThrow('full');
        target.db.exec('DROP TRIGGER fails');
        expect(state(target)).toEqual(before.state);
      }
      snapshotInto(target, source, channel);
      while (target.tidy());
      expect(schema(target)).toEqual(before.schema);
    }
  }, 30_000);

  it('shows the old rows until it is complete, and goes on after an interruption at any slice', () => {
    const source = store();
    feed(source, new SampleShop(3).take(400));
    const cursor = { seq: 400, id: '01920000-0000-7000-8000-000000000001' };
    const rows = [...cachedRows(source.db, 'inventory')];
    const pages = Array.from({ length: Math.ceil(rows.length / 40) }, (_, n) =>
      rows.slice(n * 40, n * 40 + 40),
    );
    const path = file();
    let target = store(path);
    feed(target, new SampleShop(2).take(100));
    const before = dump(target)['inventory'];
    const reopen = (): void => {
      target.close();
      target = store(path);
    };
    finish(target.snapshotBegin('inventory', 'initial', cursor));
    for (const [n, page] of pages.entries()) {
      reopen();
      const progress = target.snapshotProgress().inventory;
      expect(progress ?? null).toEqual(n === 0 ? null : { cursor, after: `page ${n - 1}`, rows: n * 40 });
      const resumed = finish(target.snapshotBegin('inventory', 'initial', cursor, n * 40));
      expect(resumed).toBe(true);
      // The page comes a second time, as if the first had not been acknowledged.
      target.snapshotPage('inventory', page, `page ${n}`).next();
      finish(target.snapshotBegin('inventory', 'initial', cursor, n * 40));
      finish(target.snapshotPage('inventory', page, `page ${n}`));
      expect(dump(target)['inventory']).toEqual(before);
    }
    reopen();
    expect(finish(target.snapshotBegin('inventory', 'initial', cursor, rows.length))).toBe(true);
    const history = [{ kind: 'movement', from: 5, windowFrom: 1, before: null }];
    expect(finish(target.snapshotEnd('inventory', cursor, rows.length, history)).complete).toBe(true);
    expect(dump(target)['inventory']).toEqual(dump(source)['inventory']);
    expect(derived(target)['inventory']).toEqual(derived(source)['inventory']);
    expect(target.openRanges()).toEqual([
      { channel: 'inventory', kind: 'movement', from: 5, windowFrom: 1, before: null },
    ]);
    // What is left of the old rows is deleted slice by slice, also after a restart, and the file stays sound.
    target.tidy();
    target.tidy();
    reopen();
    expect(target.db.pragma('integrity_check', { simple: true })).toBe('ok');
    while (target.tidy());
    expect(target.db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'next%'").all()).toEqual([]);
    expect(target.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('begins while the rows of the last one are still being deleted', () => {
    const source = store();
    feed(source, new SampleShop(3).take(300));
    const target = store();
    feed(target, new SampleShop(2).take(300));
    snapshotInto(target, source, 'inventory');
    for (let n = 0; n < 3; n += 1) target.tidy();
    const begun = target.snapshotBegin('inventory');
    while (!begun.next().done) target.tidy();
    target.tidy();
    const rows = [...cachedRows(source.db, 'inventory')];
    for (let i = 0; i < rows.length; i += 100) {
      finish(target.snapshotPage('inventory', rows.slice(i, i + 100)));
      target.tidy();
    }
    const cursor = source.cursors().inventory ?? { seq: 0, id: null };
    expect(finish(target.snapshotEnd('inventory', cursor, rows.length)).complete).toBe(true);
    expect(dump(target)['inventory']).toEqual(dump(source)['inventory']);
  });

  it('has nothing to go on with once a setting has changed on which its rows depend', () => {
    const target = store();
    finish(target.snapshotBegin('orders', 'initial', { seq: 1, id: null }));
    finish(target.snapshotPage('orders', [], 'page 1'));
    expect(target.snapshotProgress().orders?.after).toBe('page 1');
    const stockLimits = { ...DEFAULT_STOCK_LIMITS, lowAt: DEFAULT_STOCK_LIMITS.lowAt + 1 };
    target.setWorkspace({ timeZone: 'Asia/Tokyo', currency: 'JPY', stockLimits });
    expect(target.snapshotProgress()).toEqual({});
    expect(finish(target.snapshotBegin('orders', 'initial', { seq: 1, id: null }, 0))).toBe(false);
  });

  it('deletes the raw events only if the history changed', () => {
    const writer = store();
    feed(writer, new SampleShop(4).take(200));
    const raw = (): number =>
      Number(writer.db.prepare(`SELECT count(*) FROM events WHERE channel = 'chat'`).pluck().get());
    const kept = raw();
    finish(writer.snapshotBegin('chat', 'below_floor'));
    finish(writer.snapshotEnd('chat', { seq: 500, id: null }, 0));
    expect(raw()).toBe(kept);
    finish(writer.snapshotBegin('chat', 'history_changed'));
    finish(writer.snapshotEnd('chat', { seq: 100, id: null }, 0));
    expect(raw()).toBe(0);
    expect(dump(writer)['chat']).toEqual([]);
  });
});
