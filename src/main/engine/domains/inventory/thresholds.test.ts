import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_STOCK_LIMITS, scopeKey, type Threshold } from '#shared/domain/inventory.ts';
import { ALL_STOCK } from '../../../../../tests/support/cache.ts';
import { type TemporaryFolder, temporaryFolder } from '../../../../../tests/support/folders.ts';
import { makeEvent } from '../../../../../tests/support/make/event.ts';
import {
  makeItem,
  makeLocation,
  makeMovement,
  makeThreshold,
} from '../../../../../tests/support/make/item.ts';
import type { StoreWriter } from '../../store/types.ts';
import { answerRead, EFFECTS, openCache } from '../../threads/cache.ts';

/** A change of a threshold, as a command and as an event. */
interface Change {
  readonly threshold: Threshold;
  readonly removed: boolean;
}

const ITEMS = [
  { id: 'tea', category: 'kitchen' },
  { id: 'mug', category: 'kitchen' },
  { id: 'pen', category: 'office' },
];
const LOCATIONS = ['shop', 'store'];
const ON_HAND = 20;
const CONTEXT = { userId: 'u', userName: 'Ada', now: 1 };

let folder: TemporaryFolder;
let writer: StoreWriter;
let outbox: Database;
let seq: number;
let queued: number;

beforeEach(() => {
  folder = temporaryFolder('thresholds');
  const opened = openCache({ file: join(folder.path, 'cache.db'), userId: 'u', now: () => 1 });
  if (!opened.ok) throw new Error(opened.error.message);
  writer = opened.value.writer;
  outbox = opened.value.outbox.db;
  seq = 0;
  queued = 0;
  for (const item of ITEMS) apply('inventory.item_created', { item: makeItem(item) });
  for (const id of LOCATIONS) apply('inventory.location_created', { location: makeLocation({ id }) });
  for (const { id: itemId } of ITEMS)
    for (const locationId of LOCATIONS) {
      const movement = makeMovement({ itemId, locationId, deltaOnHand: ON_HAND, onHandAfter: ON_HAND });
      apply('inventory.stock_adjusted', { movements: [movement], reason: 'counted', reference: null });
    }
});
afterEach(() => {
  writer.close();
  folder.remove();
});

function apply(...[type, data]: Parameters<typeof makeEvent>): void {
  const event = makeEvent(type, data, { seq: seq + 1 });
  writer.apply({ batch: seq + 1, mode: 'live', after: { inventory: seq }, events: [event] });
  seq += 1;
}

function queue(change: Change, state = 'queued'): void {
  const effect = EFFECTS.effectOf({ type: 'inventory.set_threshold', data: change }, CONTEXT);
  outbox
    .prepare(
      `INSERT INTO outbox (id, n, user_id, type, subject, data, state, created_at, effect)
       VALUES (?, ?, 'u', 'inventory.set_threshold', 'threshold', '{}', ?, 1, ?)`,
    )
    .run(`c${++queued}`, queued, state, effect);
}

/** What the pages show of limits: those of each level in list and item, and the rules they come from. */
function shown(): unknown {
  const { rows } = answerRead(writer.db, 'inventory.list', ALL_STOCK, 1);
  const items = ITEMS.map(({ id }) => answerRead(writer.db, 'inventory.item', { itemId: id }, 1));
  return {
    rows: rows.map(({ itemId, locationId, lowAt, outAt, status }) => [
      itemId,
      locationId,
      lowAt,
      outAt,
      status,
    ]),
    levels: items.map(({ levels }) => levels.map(({ lowAt, outAt, status }) => [lowAt, outAt, status])),
    rules: items.map(({ thresholds }) =>
      thresholds.map((one) => JSON.stringify([scopeKey(one), one.lowAt, one.outAt, one.recoverAt])).sort(),
    ),
  };
}

const tea = (): { lowAt: number; status: string } | undefined => {
  const { levels } = answerRead(writer.db, 'inventory.item', { itemId: 'tea' }, 1);
  return levels.find(({ locationId }) => locationId === 'shop');
};

const change: fc.Arbitrary<Change> = fc
  .record({
    itemId: fc.constantFrom(null, 'tea', 'mug'),
    category: fc.constantFrom(null, 'kitchen', 'office'),
    locationId: fc.constantFrom(null, ...LOCATIONS),
    lowAt: fc.integer({ min: 0, max: 40 }),
    removed: fc.boolean(),
  })
  .map(({ removed, ...rest }) => ({
    removed,
    threshold: makeThreshold({ ...rest, outAt: Math.min(rest.lowAt, 25) }),
  }));

describe('a change of a threshold', () => {
  it('is shown before the gateway has decided exactly as afterwards', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), fc.array(change, { maxLength: 5 }), (stored, made) => {
        for (const one of stored) apply('inventory.thresholds_changed', one);
        for (const one of made) queue(one);
        const expected = shown();
        outbox.prepare('DELETE FROM outbox').run();
        for (const one of made) apply('inventory.thresholds_changed', one);
        expect(shown()).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('is shown at once, and undone when it is refused, discarded or withdrawn', () => {
    const limit = makeThreshold({ itemId: 'tea', locationId: 'shop', lowAt: 30 });
    expect(tea()).toMatchObject({ lowAt: DEFAULT_STOCK_LIMITS.lowAt, status: 'ok' });
    queue({ threshold: limit, removed: false });
    expect(tea()).toMatchObject({ lowAt: 30, status: 'low' });
    outbox.prepare("UPDATE outbox SET state = 'refused'").run();
    expect(tea()).toMatchObject({ lowAt: DEFAULT_STOCK_LIMITS.lowAt, status: 'ok' });
    queue({ threshold: { ...limit, lowAt: 31 }, removed: false }, 'sending');
    expect(tea()).toMatchObject({ lowAt: 31 });
    outbox.prepare("UPDATE outbox SET withdraw = 1 WHERE state = 'sending'").run();
    expect(tea()).toMatchObject({ lowAt: DEFAULT_STOCK_LIMITS.lowAt });
  });

  it('names what changes: the item, or all of the stock', () => {
    const topic = (scope: Partial<Threshold>): unknown =>
      EFFECTS.topicOf(
        EFFECTS.effectOf(
          {
            type: 'inventory.set_threshold',
            data: { threshold: makeThreshold(scope), removed: false },
          },
          CONTEXT,
        ),
      );
    expect(topic({ itemId: 'tea' })).toEqual({ topic: 'inventory', key: 'tea' });
    expect(topic({ category: 'kitchen' })).toEqual({ topic: 'inventory', key: null });
  });
});
