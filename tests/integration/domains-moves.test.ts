import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Level } from '#shared/domain/inventory.ts';
import {
  changeIncoming,
  countStock,
  type IncomingChange,
  receiveStock,
  transferIn,
  transferOut,
} from '../../src/gateway/inventory/index.ts';
import { CommandError } from '../../src/gateway/kernel.ts';
import { cachedRows } from '../../src/main/engine/threads/cache.ts';
import { openTestCache } from '../support/cache.ts';
import { domainShopPerTest } from '../support/domain-shop.ts';
import { foldEvents } from '../support/fold.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/folders.ts';
import { makeItem, makeLocation } from '../support/make/item.ts';

const shop = domainShopPerTest();
let folder: TemporaryFolder;

beforeEach(() => {
  folder = temporaryFolder('moves');
  shop.domains.command('inventory.create_location', { location: makeLocation({ id: 'hall', name: 'Hall' }) });
});
afterEach(() => folder.remove());

const CAUSE = { reason: 'stock.received', reference: 'N-1' } as const;
const ROUTE = { fromLocationId: 'hall', toLocationId: 'shop', ...CAUSE };

const levelAt = (itemId: string, locationId: string): Level | undefined =>
  shop.rows<Level>('inventory', 'level').find((l) => l.itemId === itemId && l.locationId === locationId);

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

describe('stock that moves for other domains', () => {
  it('sums the lines of an item before it checks them, and takes all or nothing', () => {
    shop.domains.run((context) =>
      receiveStock(context, { locationId: 'hall', lines: [{ itemId: 'tea', quantity: 5 }], ...CAUSE }),
    );
    const lines = [
      { itemId: 'tea', quantity: 3 },
      { itemId: 'tea', quantity: 3 },
    ];
    const before = shop.domains.head();
    expect(attempt(() => shop.domains.run((context) => transferOut(context, { ...ROUTE, lines })))).toBe(
      false,
    );
    expect(shop.domains.head()).toBe(before);
    shop.domains.run((context) => transferOut(context, { ...ROUTE, lines: lines.slice(1) }));
    expect(levelAt('tea', 'hall')?.onHand).toBe(2);
  });

  it('expects goods at a place that never had any, and keeps what is expected apart from what is there', () => {
    const change = (delta: number): IncomingChange => ({ itemId: 'mug', locationId: 'hall', delta });
    shop.domains.run((context) => changeIncoming(context, [change(8), change(4)], CAUSE));
    expect(levelAt('mug', 'hall')).toMatchObject({ incoming: 12, onHand: 0 });
    shop.domains.run((context) => {
      receiveStock(context, { locationId: 'hall', lines: [{ itemId: 'mug', quantity: 12 }], ...CAUSE });
      changeIncoming(context, [change(-12)], CAUSE);
    });
    expect(levelAt('mug', 'hall')).toMatchObject({ incoming: 0, onHand: 12 });
    const head = shop.domains.head();
    shop.domains.run((context) => changeIncoming(context, [change(3), change(-3)], CAUSE));
    expect(shop.domains.head()).toBe(head);
  });

  it('splits what does not fit into one message', () => {
    const lines = Array.from({ length: 450 }, (_, n) => ({ itemId: `i${n}`, quantity: 1 }));
    for (const { itemId } of lines)
      shop.domains.command('inventory.create_item', { item: makeItem({ id: itemId, sku: itemId }) });
    const before = shop.domains.events().length;
    shop.domains.run((context) => receiveStock(context, { locationId: 'hall', lines, ...CAUSE }));
    const sizes = shop.domains
      .events()
      .slice(before)
      .flatMap(({ data }) => ('movements' in data ? [data.movements.length] : []));
    expect(sizes).toEqual([200, 200, 50]);
  });

  const item = fc.constantFrom('tea', 'mug');
  const place = fc.constantFrom('shop', 'hall');
  const quantity = fc.integer({ min: 1, max: 9 });
  const act = fc.oneof(
    fc.record({ do: fc.constant('receive' as const), item, place, quantity }),
    fc.record({ do: fc.constant('count' as const), item, place, quantity: fc.integer({ min: -9, max: 9 }) }),
    fc.record({ do: fc.constant('send' as const), item, place, quantity }),
    fc.record({ do: fc.constant('expect' as const), item, place, quantity: fc.integer({ min: -9, max: 9 }) }),
  );

  it('is the same in the gateway, in the console and by its events, and no transfer makes or loses any', () => {
    const { writer } = openTestCache(join(folder.path, 'cache.db'));
    try {
      let seen = 0;
      fc.assert(
        fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
          for (const { do: what, item: itemId, place: locationId, quantity: n } of acts) {
            const lines = [{ itemId, quantity: n }];
            const other = locationId === 'shop' ? 'hall' : 'shop';
            const route = { fromLocationId: locationId, toLocationId: other, lines, ...CAUSE };
            const total = (): number =>
              (levelAt(itemId, 'shop')?.onHand ?? 0) + (levelAt(itemId, 'hall')?.onHand ?? 0);
            const held = total();
            const done = attempt(() =>
              shop.domains.run((context) => {
                if (what === 'receive') receiveStock(context, { locationId, lines, ...CAUSE });
                else if (what === 'count') countStock(context, { locationId, lines, ...CAUSE });
                else if (what === 'expect')
                  changeIncoming(context, [{ itemId, locationId, delta: n }], CAUSE);
                else {
                  transferOut(context, route);
                  transferIn(context, route);
                }
              }),
            );
            const grown = done && (what === 'receive' || what === 'count') ? n : 0;
            expect(total()).toBe(held + grown);
          }
          const events = shop.domains.events().filter(({ channel }) => channel === 'inventory');
          const after = { inventory: seen };
          const fresh = events.filter(({ seq }) => seq > seen);
          if (fresh.length > 0) writer.apply({ batch: 1, mode: 'live', after, events: fresh });
          seen = events.at(-1)?.seq ?? seen;
          const folded = [...(foldEvents(events).get('inventory/level')?.values() ?? [])].sort(byKey);
          expect(shop.rows<Level>('inventory', 'level').sort(byKey)).toEqual(folded);
          const cached = [...cachedRows(writer.db, 'inventory')].flatMap(({ kind, row }) =>
            kind === 'level' ? [row] : [],
          );
          expect(cached.sort(byKey)).toEqual(folded);
        }),
        { numRuns: 40 },
      );
    } finally {
      writer.close();
    }
  });
});

const byKey = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
