import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { CHANNELS } from '#shared/protocol/channels.ts';
import { outboxPath } from '../../src/main/engine/store/outbox-file.ts';
import { finish } from '../../src/main/engine/store/slices.ts';
import type { StoreWriter } from '../../src/main/engine/store/types.ts';
import { makeBatches, makeEvent } from '../support/make/event.ts';
import { makeItem } from '../support/make/item.ts';
import { SampleShop } from '../support/make/sample/shop.ts';
import { derived, dump, feed, runs, state, writersPerTest } from '../support/writers.ts';

const { file, store, close } = writersPerTest();

/** A connection of its own to the outbox file of a cache. */
function outboxOf(writer: StoreWriter): Database.Database {
  const db = new Database(outboxPath(writer.db.name));
  onTestFinished(() => void db.close());
  return db;
}

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
        close();
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
        close();
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
