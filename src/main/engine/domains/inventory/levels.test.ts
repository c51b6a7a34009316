import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_STOCK_LIMITS } from '#shared/domain/inventory.ts';
import { emptyCache } from '../../../../../tests/support/declared-tables.ts';
import { makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem, makeLocation, makeMovement } from '../../../../../tests/support/make/item.ts';
import type { StoreWriter } from '../../store/types.ts';
import { createStoreWriter } from '../../store/writer.ts';
import { answerRead, CACHE_SCHEMA } from '../../threads/cache.ts';

let cache: ReturnType<typeof emptyCache>;
let writer: StoreWriter;

beforeEach(() => {
  cache = emptyCache();
  writer = createStoreWriter(cache.db, { ...CACHE_SCHEMA, userId: 'u', now: () => 1 });
  const movement = makeMovement({ itemId: 'tea', locationId: 'shop', deltaOnHand: 20, onHandAfter: 20 });
  const events = [
    makeEvent('inventory.item_created', { item: makeItem({ id: 'tea' }) }, { seq: 1 }),
    makeEvent('inventory.location_created', { location: makeLocation({ id: 'shop' }) }, { seq: 2 }),
    makeEvent(
      'inventory.stock_adjusted',
      { movements: [movement], reason: 'counted', reference: null },
      { seq: 3 },
    ),
  ];
  writer.apply({ batch: 1, mode: 'live', after: { inventory: 0 }, events });
});
afterEach(() => void cache.db.close());

/** How the item page and the kept counts judge the one level. */
function judged(): unknown {
  const [level] = answerRead(cache.db, 'inventory.item', { itemId: 'tea' }, 1).levels;
  const { low, out } = answerRead(cache.db, 'inventory.facets', {}, 1);
  return { status: level?.status, lowAt: level?.lowAt, low, out };
}

describe('levels', () => {
  it('are judged again when the workspace’s limits change, and after a restart', () => {
    const workspace = { timeZone: 'UTC', currency: 'USD' };
    expect(judged()).toEqual({ status: 'ok', lowAt: DEFAULT_STOCK_LIMITS.lowAt, low: 0, out: 0 });
    writer.setWorkspace({ ...workspace, stockLimits: { lowAt: 50, outAt: 0 } });
    expect(judged()).toEqual({ status: 'low', lowAt: 50, low: 1, out: 0 });
    writer.setWorkspace({ ...workspace, stockLimits: { lowAt: 50, outAt: 30 } });
    expect(judged()).toEqual({ status: 'out', lowAt: 50, low: 0, out: 1 });
    // A new writer on the same cache knows the limits; the same ones again change nothing.
    writer = createStoreWriter(cache.db, { ...CACHE_SCHEMA, userId: 'u', now: () => 1 });
    writer.setWorkspace({ ...workspace, stockLimits: { lowAt: 50, outAt: 30 } });
    expect(judged()).toEqual({ status: 'out', lowAt: 50, low: 0, out: 1 });
    writer.setWorkspace({ ...workspace, stockLimits: DEFAULT_STOCK_LIMITS });
    expect(judged()).toEqual({ status: 'ok', lowAt: DEFAULT_STOCK_LIMITS.lowAt, low: 0, out: 0 });
  });
});
