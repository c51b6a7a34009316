import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allotPicked, toPick } from './picking.ts';

const orders = [
  { id: 'o1', lines: [{ line: 0, itemId: 'a', quantity: 2 }] },
  {
    id: 'o2',
    lines: [
      { line: 0, itemId: 'b', quantity: 1 },
      { line: 2, itemId: 'a', quantity: 3 },
    ],
  },
];

describe('what was picked', () => {
  it('goes to the first orders, and in part to the last where it is short', () => {
    expect([...toPick(orders)]).toEqual([
      ['a', 5],
      ['b', 1],
    ]);
    expect(allotPicked(orders, { a: 4 })).toEqual([
      { orderId: 'o1', lines: [{ line: 0, quantity: 2 }] },
      { orderId: 'o2', lines: [{ line: 2, quantity: 2 }] },
    ]);
    expect(allotPicked(orders, {})).toEqual([]);
  });

  it('is never more than was picked, nor than is needed', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(
            fc.record({ itemId: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 5 }) }),
            { maxLength: 4 },
          ),
          { maxLength: 5 },
        ),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 12 })),
        (drawn, picked) => {
          const list = drawn.map((lines, n) => ({
            id: `o${n}`,
            lines: lines.map((one, line) => ({ ...one, line })),
          }));
          const sums = new Map<string, number>();
          for (const { orderId, lines } of allotPicked(list, picked))
            for (const { line, quantity } of lines) {
              const asked = list.find(({ id }) => id === orderId)?.lines[line];
              expect(quantity).toBeLessThanOrEqual(asked?.quantity ?? 0);
              const item = asked?.itemId ?? '';
              sums.set(item, (sums.get(item) ?? 0) + quantity);
            }
          const needed = toPick(list);
          for (const item of ['a', 'b', 'c'])
            expect(sums.get(item) ?? 0).toBe(Math.min(picked[item] ?? 0, needed.get(item) ?? 0));
        },
      ),
    );
  });
});
