import { describe, expect, it } from 'vitest';
import { makeOrder, makeOrderLine } from '../../../../../../tests/support/make/order.ts';
import { EMPTY_FULFIL, type FulfilForm, fulfilLines, isEmptyFulfil, toFulfil } from './fulfil-form.ts';

const order = makeOrder({
  ...{ id: 'o1', status: 'paid', locationId: 'home', shipped: [1, 0, 2] },
  lines: [
    makeOrderLine({ itemId: 'a', quantity: 3 }),
    makeOrderLine({ itemId: 'a', quantity: 2 }),
    makeOrderLine({ itemId: 'b', quantity: 2 }),
  ],
});
const stock = [
  { locationId: 'home', itemId: 'a', available: 0, onHand: 4 },
  { locationId: 'depot', itemId: 'a', available: 3, onHand: 9 },
];
const form = (part: Partial<FulfilForm>): FulfilForm => ({ ...EMPTY_FULFIL, ...part });

const NOTHING_BACK = { refundedLines: [], returned: [] };

describe('the fulfilment of an order', () => {
  it('offers what is left, all of it at first', () => {
    const rows = fulfilLines(order, NOTHING_BACK, EMPTY_FULFIL, stock);
    expect(rows).toMatchObject([
      { line: 0, left: 2, quantity: 2, there: 4, problem: null },
      { line: 1, left: 2, quantity: 2, problem: null },
    ]);
    expect(toFulfil(order, rows, EMPTY_FULFIL)).toEqual({ orderId: 'o1' });
    expect(isEmptyFulfil(EMPTY_FULFIL)).toBe(true);
  });

  it('is of the typed quantities, from a place that has them', () => {
    const typed = form({ chosen: { 0: '1', 1: '0' }, locationId: 'depot', carrier: ' DHL ' });
    const rows = fulfilLines(order, NOTHING_BACK, typed, stock);
    expect(rows.map(({ problem }) => problem)).toEqual([null, null]);
    expect(toFulfil(order, rows, typed)).toEqual({
      ...{ orderId: 'o1', lines: [{ line: 0, quantity: 1 }], locationId: 'depot', carrier: 'DHL' },
    });
    const problems = (chosen: FulfilForm['chosen'], locationId: string | null) =>
      fulfilLines(order, NOTHING_BACK, form({ chosen, locationId }), stock).map(({ problem }) => problem);
    expect(problems({}, 'depot')).toEqual([null, 'stock']);
    expect(problems({ 0: '3', 1: 'two' }, null)).toEqual(['above', 'invalid']);
  });

  it('leaves out what was refunded before it left, unless somebody sends it all the same', () => {
    const back = { refundedLines: [{ line: 1, quantity: 2 }], returned: [] };
    const rows = fulfilLines(order, back, EMPTY_FULFIL, stock);
    expect(rows.map(({ left, due, quantity }) => [left, due, quantity])).toEqual([
      [2, 2, 2],
      [2, 0, 0],
    ]);
    // Without lines, the gateway sends what should still leave, by the same rule.
    expect(toFulfil(order, rows, EMPTY_FULFIL)).toEqual({ orderId: 'o1' });
    const typed = form({ chosen: { 1: '1' } });
    expect(toFulfil(order, fulfilLines(order, back, typed, stock), typed)).toMatchObject({
      lines: [
        { line: 0, quantity: 2 },
        { line: 1, quantity: 1 },
      ],
    });
  });
});
