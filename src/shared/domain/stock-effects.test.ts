import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeOrderLine } from '../../../tests/support/make/order.ts';
import { ORDER_STATUSES } from './orders.ts';
import { stockEffects } from './stock-effects.ts';

const lines = [
  makeOrderLine({ itemId: 'a', quantity: 3 }),
  makeOrderLine({ itemId: 'b', quantity: 1 }),
  makeOrderLine({ itemId: 'a', quantity: 2 }),
];

describe('the stock effect of an order', () => {
  it('follows the life of the order', () => {
    const none = { itemId: 'a', committed: 0, left: 0, returned: 0, released: 0 };
    const a = (status: (typeof ORDER_STATUSES)[number], back: number, fulfilled: boolean) =>
      stockEffects(
        { status, lines, shipped: fulfilled ? [3, 1, 2] : [] },
        back > 0 ? [{ itemId: 'a', quantity: back }] : [],
      )[0];
    expect(a('placed', 0, false)).toEqual({ ...none, committed: 5 });
    expect(a('paid', 0, false)).toEqual({ ...none, committed: 5 });
    expect(a('fulfilled', 2, true)).toEqual({ ...none, left: 3, returned: 2 });
    expect(a('refunded', 5, true)).toEqual({ ...none, returned: 5 });
    expect(a('refunded', 0, false)).toEqual({ ...none, released: 5 });
    expect(a('cancelled', 0, false)).toEqual({ ...none, released: 5 });
    const part = (status: 'paid' | 'fulfilled' | 'refunded') =>
      stockEffects({ status, lines, shipped: [2, 0, 1] }, [{ itemId: 'a', quantity: 1 }])[0];
    expect(part('paid')).toEqual({ ...none, committed: 2, left: 2, returned: 1 });
    // Its rest was closed.
    expect(part('fulfilled')).toEqual({ ...none, released: 2, left: 2, returned: 1 });
    expect(part('refunded')).toEqual({ ...none, released: 2, left: 2, returned: 1 });
  });

  it('adds up to what was ordered', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ORDER_STATUSES),
        fc.integer({ min: 0, max: 5 }),
        fc.tuple(fc.nat(3), fc.nat(1), fc.nat(2)),
        (status, back, shipped) => {
          const order = { status, lines, shipped };
          for (const effect of stockEffects(order, [{ itemId: 'a', quantity: back }]))
            expect(effect.committed + effect.left + effect.returned + effect.released).toBe(
              effect.itemId === 'a' ? 5 : 1,
            );
        },
      ),
    );
  });
});
