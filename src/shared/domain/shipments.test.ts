import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOrder, makeOrderLine } from '../../../tests/support/make/order.ts';
import { addLines, type LineQuantity } from './refunds.ts';
import {
  afterShipment,
  canShip,
  excessShipment,
  hasShipped,
  isPartlyFulfilled,
  notShipped,
  shippedCounts,
  shippedUnits,
  toShip,
} from './shipments.ts';

const order = makeOrder({
  status: 'paid',
  lines: [
    makeOrderLine({ itemId: 'a', quantity: 3 }),
    makeOrderLine({ itemId: 'b', quantity: 1 }),
    makeOrderLine({ itemId: 'a', quantity: 2 }),
  ],
});
const part = (...shipped: number[]) => ({ ...order, shipped });

describe('the shipments of an order', () => {
  it('leave the rest, which may still leave while the order is paid', () => {
    expect(isPartlyFulfilled(order)).toBe(false);
    expect(notShipped(part(3, 0, 1))).toEqual([
      { line: 1, quantity: 1 },
      { line: 2, quantity: 1 },
    ]);
    expect(shippedUnits(part(3, 0, 1))).toEqual({ shipped: 4, ordered: 6 });
    expect(isPartlyFulfilled(part(3, 0, 1))).toBe(true);
    expect(canShip(part(3, 1, 2))).toBe(false);
    expect(isPartlyFulfilled({ ...part(3), status: 'refunded' })).toBe(false);
  });

  it('count as a whole where an order was fulfilled before they were recorded, and not where its rest was closed', () => {
    expect(shippedCounts({ ...order, status: 'fulfilled' })).toEqual([3, 1, 2]);
    expect(shippedCounts({ ...part(3, 0, 0), status: 'fulfilled' })).toEqual([3, 0, 0]);
  });

  it('are refused beyond what is left of a line, also where it is named twice', () => {
    expect(excessShipment(order, [{ line: 0, quantity: 3 }])).toBeNull();
    const twice = [2, 2].map((quantity) => ({ line: 0, quantity }));
    expect(excessShipment(order, twice)).toEqual({ line: 0, left: 3 });
    expect(excessShipment(part(3), [{ line: 0, quantity: 1 }])).toEqual({ line: 0, left: 0 });
    expect(excessShipment(order, [{ line: 9, quantity: 1 }])).toEqual({ line: 9, left: 0 });
  });

  it('add up to what was ordered, in whatever parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ line: fc.nat(2), quantity: fc.integer({ min: 1, max: 3 }) }), { maxLength: 12 }),
        (parts) => {
          let now = order;
          const sent: LineQuantity[] = [];
          for (const one of parts) {
            if (excessShipment(now, [one]) !== null) continue;
            now = { ...now, shipped: afterShipment(now, [one]) };
            sent.push(one);
            expect(hasShipped(now)).toBe(true);
          }
          expect(addLines(sent, notShipped(now))).toEqual(notShipped(order));
        },
      ),
    );
  });
});

describe('what is refunded when the rest is closed', () => {
  it('is what has not left, less what was refunded of it before', () => {
    expect(toShip(part(2, 1, 0), [], [])).toEqual([
      { line: 0, quantity: 1 },
      { line: 2, quantity: 2 },
    ]);
    expect(toShip(part(2, 1, 0), [{ line: 2, quantity: 1 }], [])).toEqual([
      { line: 0, quantity: 1 },
      { line: 2, quantity: 1 },
    ]);
    // What was refunded and came back had left: its place in the rest is not used up.
    const refunded = [{ line: 0, quantity: 2 }];
    expect(toShip(part(2, 1, 0), refunded, [{ itemId: 'a', quantity: 2 }])).toEqual([
      { line: 0, quantity: 1 },
      { line: 2, quantity: 2 },
    ]);
    expect(toShip(part(2, 1, 0), refunded, [])).toEqual([{ line: 2, quantity: 2 }]);
  });
});
