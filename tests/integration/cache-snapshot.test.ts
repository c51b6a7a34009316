import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { finish } from '../../src/main/engine/store/slices.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { SampleShop } from '../support/make/sample/shop.ts';
import { derived, dump, feed, runs, snapshotInto, state, writersPerTest } from '../support/writers.ts';

const { file, store, close } = writersPerTest();

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
        close();
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
