import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MethodInput, MethodOutput, ReadName } from '#shared/bridge/index.ts';
import { STOCK_SORTS } from '#shared/bridge/inventory.ts';
import { ALL_STOCK, allPages, askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches } from '../../../../../tests/support/make/event.ts';
import { SampleShop } from '../../../../../tests/support/make/sample/shop.ts';
import { anyCharacter } from '../../../../../tests/support/texts.ts';

const cache = cachePerFile('inventory-list');
let now: number;

/** Asks the cache, and checks the answer against the contract. */
const ask = <N extends ReadName>(name: N, input: MethodInput<N>): MethodOutput<N> =>
  askCache(cache.writer, name, input, now);

beforeAll(() => {
  const events = new SampleShop(21, { stepMs: 60_000 }).take(3_000);
  for (const batch of makeBatches(events, 200)) cache.writer.apply(batch);
  now = (events.at(-1)?.at ?? 0) + 1_000;
  cache.writer.confirm(now);
});

/** What a row of the stock list is sorted by. */
function sortValue(
  row: MethodOutput<'inventory.list'>['rows'][number],
  sort: (typeof STOCK_SORTS)[number],
): string | number | null {
  if (sort === 'updated') return row.seq;
  if (sort === 'location') return row.locationName;
  if (sort === 'value') return row.cost === null ? -1 : row.onHand * row.cost;
  if (sort === 'status') return ['ok', 'low', 'out'].indexOf(row.status);
  if (sort === 'barcode') return row.barcode ?? '';
  return row[sort];
}

describe('inventory.list', () => {
  const every = (): MethodOutput<'inventory.list'>['rows'] =>
    allPages((after) => ask('inventory.list', { ...ALL_STOCK, after }));

  it('returns each listed level once in every order, for any page size', () => {
    const whole = every();
    expect(whole.length).toBeGreaterThan(50);
    const ids = (rows: typeof whole): string[] => rows.map((row) => `${row.itemId}:${row.locationId}`);
    for (const sort of STOCK_SORTS) {
      const up = allPages((after) => ask('inventory.list', { ...ALL_STOCK, sort, limit: 7, after }));
      const down = allPages((after) =>
        ask('inventory.list', { ...ALL_STOCK, sort, direction: 'desc', limit: 13, after }),
      );
      expect(ids(down)).toEqual(ids(up).reverse());
      expect(ids(up).sort()).toEqual(ids(whole).sort());
      const values = up.map((row) => sortValue(row, sort));
      for (let i = 1; i < values.length; i++) {
        const [a, b] = [values[i - 1] ?? -1, values[i] ?? -1];
        if (typeof a === 'number' && typeof b === 'number') expect(a).toBeLessThanOrEqual(b);
        else expect(String(a).toLowerCase() <= String(b).toLowerCase()).toBe(true);
      }
    }
  });

  it('lists the keys of all following pages at once, in every order and under filters', () => {
    const { after: _after, limit: _limit, ...all } = ALL_STOCK;
    for (const sort of STOCK_SORTS)
      for (const filters of [
        { ...all, sort },
        { ...all, sort, search: 'oak', direction: 'desc' as const },
      ]) {
        const keys: string[] = [];
        for (let after: string | null = null; ; ) {
          const { next }: MethodOutput<'inventory.list'> = ask('inventory.list', {
            ...filters,
            limit: 7,
            after,
          });
          if (next === null) break;
          keys.push(next);
          after = next;
        }
        const listed = ask('inventory.page_keys', { ...filters, after: null, pageRows: 7, pages: 1000 });
        // Where the last page is full, its key is listed too, and nothing follows.
        expect(listed.keys.slice(0, keys.length)).toEqual(keys);
        expect(listed.keys.length - keys.length).toBeLessThanOrEqual(1);
        const some = ask('inventory.page_keys', {
          ...filters,
          after: keys[0] ?? null,
          pageRows: 7,
          pages: 2,
        });
        if (keys.length > 2) expect(some.keys).toEqual(keys.slice(1, 3));
      }
  });

  it('lists the levels of archived items apart', () => {
    const archived = (input: object): MethodOutput<'inventory.list'> =>
      ask('inventory.list', { ...ALL_STOCK, archived: true, ...input });
    const rows = allPages((after) => archived({ limit: 3, after }));
    const stored = cache.writer.db
      .prepare(`SELECT count(*) FROM levels l JOIN items i ON i.k = l.item_k WHERE i.status = 'archived'`)
      .pluck()
      .get();
    expect(rows).toHaveLength(Number(stored));
    expect(archived({}).total).toBe(Number(stored));
    for (const sort of STOCK_SORTS)
      expect(allPages((after) => archived({ sort, limit: 3, after }))).toHaveLength(rows.length);
  });

  it('filters and counts like a filter over the whole list', () => {
    const whole = every();
    for (const status of ['any', 'ok', 'low', 'out'] as const) {
      for (const category of [null, 'Office'] as const) {
        for (const locationId of [null, 'loc-0'] as const) {
          const expected = whole.filter(
            (r) =>
              (status === 'any' || r.status === status) &&
              (category === null || r.category === category) &&
              (locationId === null || r.locationId === locationId),
          );
          const found = allPages((after) =>
            ask('inventory.list', { ...ALL_STOCK, status, category, locationId, after }),
          );
          expect(found).toEqual(expected);
          expect(ask('inventory.list', { ...ALL_STOCK, status, category, locationId, limit: 1 }).total).toBe(
            expected.length,
          );
        }
      }
    }
  });

  it('finds words, the last one by prefix, and accepts any text as words', () => {
    const expected = every().filter((row) => /\boak\b/.test(row.name) && /\b(ch)/.test(row.name));
    const found = allPages((after) =>
      ask('inventory.list', { ...ALL_STOCK, search: 'OAK ch', limit: 3, after }),
    );
    expect(found).toEqual(expected);
    expect(ask('inventory.list', { ...ALL_STOCK, search: 'OAK ch' }).total).toBe(expected.length);
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: anyCharacter }),
        (search) => void ask('inventory.list', { ...ALL_STOCK, search }),
      ),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 60 }).filter((s) => s.trim() !== ''),
        (text) => void ask('search.query', { text, kinds: null, limit: 10 }),
      ),
      { numRuns: 200 },
    );
  });

  it('shows what unsettled commands will add', () => {
    const [row] = every();
    if (!row) throw new Error('a row');
    const effect = JSON.stringify({
      kind: 'level',
      itemId: row.itemId,
      locationId: row.locationId,
      deltaOnHand: 5,
      deltaCommitted: 0,
    });
    const insert = cache.outbox.prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect) VALUES (?, ?, 'agent-1', 'inventory.adjust', 's', '{}', ?, 0, ?)`,
    );
    insert.run('a', 1, 'queued', effect);
    insert.run('b', 2, 'sent', effect);
    insert.run('c', 3, 'refused', effect);
    expect(every()[0]).toEqual({ ...row, pendingOnHand: 10 });
    expect(ask('commands.outbox', {}).entries.map((e) => e.id)).toEqual(['c', 'b', 'a']);
    cache.outbox.prepare('DELETE FROM outbox').run();
  });
});
