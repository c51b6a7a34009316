import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moveInGrid } from './grid-keys.ts';

const KEYS = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

it('moves by cell, row and page', () => {
  expect(moveInGrid('ArrowRight', 0, 20)).toBe(1);
  expect(moveInGrid('ArrowRight', 5, 20, true)).toBe(4);
  expect(moveInGrid('ArrowDown', 3, 20)).toBe(11);
  expect(moveInGrid('ArrowDown', 15, 20)).toBe(15);
  expect(moveInGrid('ArrowUp', 3, 20)).toBe(3);
  expect(moveInGrid('Home', 13, 20)).toBe(8);
  expect(moveInGrid('End', 17, 20)).toBe(19);
  expect(moveInGrid('x', 0, 20)).toBeNull();
  expect(moveInGrid('Home', 0, 0)).toBeNull();
});

it('never leaves the grid', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KEYS),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      fc.boolean(),
      (key, count, n, rtl) => {
        const next = moveInGrid(key, n % count, count, rtl) ?? -1;
        expect(next).toBeGreaterThanOrEqual(0);
        expect(next).toBeLessThan(count);
      },
    ),
  );
});
