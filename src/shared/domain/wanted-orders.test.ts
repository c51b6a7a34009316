import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWholePacks, wholePacks } from './suppliers.ts';
import { belowMinimum, notOnDraft, type OrderLine, ordersFor, raiseToMinimum } from './wanted-orders.ts';

const item = fc.constantFrom('a', 'b', 'c');
const place = fc.constantFrom('shop', 'yard');

describe('ordersFor', () => {
  it('orders everything that has a supplier, once, where it is wanted and in whole packs', () => {
    const wanted = fc.array(
      fc.record({ itemId: item, locationId: place, quantity: fc.integer({ min: 0, max: 40 }) }),
    );
    const offers = new Map([
      ['a', { supplierId: 's1', packSize: 6, price: 3 }],
      ['b', { supplierId: 's2', packSize: 1, price: 5 }],
    ]);
    fc.assert(
      fc.property(wanted, (asked) => {
        const { orders, without } = ordersFor(asked, ({ itemId }) => offers.get(itemId));
        const sum = (id: string, at: string): number =>
          asked
            .filter(({ itemId, locationId }) => itemId === id && locationId === at)
            .reduce((n, one) => n + one.quantity, 0);
        expect(new Set(orders.map((one) => `${one.supplierId} ${one.locationId}`)).size).toBe(orders.length);
        for (const at of ['shop', 'yard']) {
          const missing = without.filter(({ locationId }) => locationId === at);
          expect(missing.map(({ quantity }) => quantity)).toEqual(sum('c', at) > 0 ? [sum('c', at)] : []);
          for (const [id, offer] of offers) {
            const found = orders
              .filter((order) => order.locationId === at)
              .flatMap(({ lines }) => lines.filter(({ itemId }) => itemId === id));
            const quantity = wholePacks(sum(id, at), offer.packSize);
            expect(found.map((line) => line.quantity)).toEqual(sum(id, at) === 0 ? [] : [quantity]);
            expect(found.every((line) => isWholePacks(line.quantity, offer.packSize))).toBe(true);
          }
        }
      }),
    );
  });

  it('splits what does not fit into one order', () => {
    const wanted = Array.from({ length: 501 }, (_, n) => ({
      itemId: `i${n}`,
      locationId: 'shop',
      quantity: 1,
    }));
    const { orders } = ordersFor(wanted, () => ({ supplierId: 's', packSize: 1, price: 1 }));
    expect(orders.map((order) => order.lines.length)).toEqual([500, 1]);
  });
});

describe('raiseToMinimum', () => {
  const line = fc
    .record({
      packs: fc.integer({ min: 1, max: 50 }),
      packSize: fc.integer({ min: 1, max: 24 }),
      price: fc.integer({ min: 0, max: 9_999 }),
    })
    .map(
      ({ packs, packSize, price }): OrderLine => ({
        itemId: 'i',
        quantity: packs * packSize,
        packSize,
        price,
      }),
    );
  const worth = (lines: readonly OrderLine[]): number =>
    lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

  it('reaches the minimum in whole packs, lowers nothing, and leaves alone what is enough', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (lines, minimum) => {
          const raised = raiseToMinimum(lines, minimum);
          if (worth(lines) >= minimum || worth(lines) === 0) expect(raised).toEqual(lines);
          else expect(belowMinimum(worth(raised), minimum)).toBe(0);
          for (const [n, { quantity, packSize }] of raised.entries()) {
            expect(isWholePacks(quantity, packSize)).toBe(true);
            expect(quantity).toBeGreaterThanOrEqual(lines[n]?.quantity ?? 0);
          }
        },
      ),
    );
  });
});

it('leaves to order what is on no draft', () => {
  expect(notOnDraft(12, 5)).toBe(7);
  expect(notOnDraft(12, 30)).toBe(0);
  expect(belowMinimum(900, 1000)).toBe(100);
});
