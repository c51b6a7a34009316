import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isTotalOfLine,
  locationFits,
  orderNumberOf,
  problemOfLine,
  suggestLocation,
} from './manual-orders.ts';

const ITEM = { price: 300, currency: 'EUR', status: 'active' } as const;
const LINE = { quantity: 2, unitPrice: 300, discount: 0, priceReason: null };

describe('a line that is entered by hand', () => {
  it('needs a reason for another price, and no discount above its price', () => {
    expect(problemOfLine(LINE, ITEM, 'EUR')).toBeNull();
    expect(problemOfLine({ ...LINE, unitPrice: 299 }, ITEM, 'EUR')).toBe('price_reason');
    expect(problemOfLine({ ...LINE, unitPrice: 299, priceReason: 'Scratched' }, ITEM, 'EUR')).toBeNull();
    expect(problemOfLine({ ...LINE, discount: 600 }, ITEM, 'EUR')).toBeNull();
    expect(problemOfLine({ ...LINE, discount: 601 }, ITEM, 'EUR')).toBe('discount');
  });

  it('is of the currency of the order, of an item that is sold, and of an exact price', () => {
    expect(problemOfLine(LINE, ITEM, 'USD')).toBe('currency');
    expect(problemOfLine(LINE, { ...ITEM, status: 'archived' }, 'EUR')).toBe('archived');
    const dear = { ...LINE, unitPrice: Number.MAX_SAFE_INTEGER };
    expect(problemOfLine(dear, { ...ITEM, price: dear.unitPrice }, 'EUR')).toBe('total');
  });

  it('comes to its price minus a discount, never to more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(100_000),
        fc.nat(200_000_000),
        (quantity, unitPrice, total) => {
          expect(isTotalOfLine({ quantity, unitPrice, total })).toBe(total <= quantity * unitPrice);
        },
      ),
    );
  });
});

describe('numbers of orders', () => {
  it('have the same length up to 99,999, and grow then', () => {
    expect([1, 42, 99_999, 100_000].map(orderNumberOf)).toEqual([
      'SO-00001',
      'SO-00042',
      'SO-99999',
      'SO-100000',
    ]);
  });
});

describe('the suggested location', () => {
  const stock = (...places: Record<string, number>[]) =>
    places.map((one, n) => ({ locationId: `l${n}`, available: new Map(Object.entries(one)) }));
  const best = (demand: Record<string, number>, ...places: Record<string, number>[]) =>
    suggestLocation(locationFits(new Map(Object.entries(demand)), stock(...places)));

  it('is the first that has everything, else the one that lacks least', () => {
    expect(best({ tea: 2 }, { tea: 1 }, { tea: 2 }, { tea: 9 })?.locationId).toBe('l1');
    expect(best({ tea: 2, mug: 1 }, { tea: 9 }, { tea: 1, mug: 1 })).toEqual({
      locationId: 'l0',
      short: ['mug'],
      missing: 1,
    });
    expect(best({ tea: 5 }, { tea: -3 }, { tea: 2 })).toEqual({
      locationId: 'l1',
      short: ['tea'],
      missing: 3,
    });
    expect(best({})).toBeNull();
  });

  it('lacks nothing wherever some location has everything', () => {
    const place = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: -2, max: 6 }));
    const demand = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(demand, fc.array(place, { minLength: 1, maxLength: 5 }), (wanted, places) => {
        const some = places.some((one) => Object.entries(wanted).every(([id, n]) => (one[id] ?? 0) >= n));
        expect(best(wanted, ...places)?.missing === 0).toBe(some);
      }),
    );
  });
});
