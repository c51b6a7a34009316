import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOVEMENT_TYPES } from './inventory.ts';
import {
  receivedBy,
  type StockMove,
  type StockPlace,
  soldBy,
  stockAt,
  stockDays,
  wasInStock,
} from './stock-days.ts';
import { bucketEdges, dayStart } from './time.ts';

const move = fc.record({
  at: fc.integer({ min: 0, max: 999 }),
  type: fc.constantFrom(...MOVEMENT_TYPES),
  deltaOnHand: fc.integer({ min: -5, max: 5 }),
  deltaAvailable: fc.integer({ min: -5, max: 5 }),
});
const place: fc.Arbitrary<StockPlace> = fc
  .record({
    onHand: fc.integer({ min: -3, max: 20 }),
    available: fc.integer({ min: -3, max: 20 }),
    moves: fc.array(move, { maxLength: 25 }),
  })
  .map((one) => ({ ...one, moves: one.moves.toSorted((a, b) => a.at - b.at) }));
const edges = fc
  .uniqueArray(fc.integer({ min: 1, max: 900 }), { minLength: 2, maxLength: 6 })
  .map((all) => all.toSorted((a, b) => a - b));

/** Looks at every single instant, and at every movement once for each. */
function recount(bounds: readonly number[], places: readonly StockPlace[]) {
  return bounds.slice(1).map((end, i) => {
    const start = bounds[i] ?? 0;
    const within = places.flatMap(({ moves }) => moves).filter(({ at }) => at >= start && at < end);
    const sum = (of: (one: StockMove) => number): number => within.reduce((total, one) => total + of(one), 0);
    let outMs = 0;
    for (let at = start; at < end; at += 1)
      if (places.every((one) => stockAt(one, at + 1).available <= 0)) outMs += 1;
    return {
      sold: sum(soldBy),
      received: sum((one) => receivedBy(one, places.length === 1)),
      onHand: places.reduce((total, one) => total + stockAt(one, end).onHand, 0),
      outMs,
      lengthMs: end - start,
    };
  });
}

describe('the days of stock', () => {
  it('equal a naive recount of every instant', () => {
    fc.assert(
      fc.property(edges, fc.array(place, { minLength: 1, maxLength: 3 }), (bounds, places) => {
        expect(stockDays(bounds, places)).toEqual(recount(bounds, places));
      }),
      { numRuns: 60 },
    );
  });

  it('have the length of the days of the zone', () => {
    const from = dayStart('2026-03-28', 'Europe/Berlin');
    const bounds = bucketEdges(from, dayStart('2026-03-31', 'Europe/Berlin'), 'day', 'Europe/Berlin');
    const days = stockDays(bounds, [{ onHand: 1, available: 1, moves: [] }]);
    expect(days.map(({ lengthMs }) => lengthMs / 3_600_000)).toEqual([24, 23, 24]);
  });

  it('count a day as in stock if something was available for more than half of it', () => {
    expect(wasInStock({ outMs: 11, lengthMs: 24 })).toBe(true);
    expect(wasInStock({ outMs: 12, lengthMs: 24 })).toBe(false);
  });

  it('take an imported sale of the past at its own time, whatever was booked before it', () => {
    const sale = { at: 10, type: 'fulfilled', deltaOnHand: -2, deltaAvailable: -2 } as const;
    const receipt = { at: 10, type: 'received', deltaOnHand: 2, deltaAvailable: 2 } as const;
    const [first, second] = stockDays([0, 20, 40], [{ onHand: 7, available: 7, moves: [receipt, sale] }]);
    expect(first).toEqual({ sold: 2, received: 2, onHand: 7, outMs: 0, lengthMs: 20 });
    expect(second).toEqual({ sold: 0, received: 0, onHand: 7, outMs: 0, lengthMs: 20 });
  });
});
