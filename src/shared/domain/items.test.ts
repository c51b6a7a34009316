import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeItem } from '../../../tests/support/make/item.ts';
import { changedPrice, editItem, isItemImage, limitsProblem, MAX_IMAGE_BYTES, staleFields } from './items.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const url = (type: string, bytes: readonly number[]): string =>
  `data:image/${type};base64,${btoa(String.fromCharCode(...bytes))}`;
const padded = (head: readonly number[], length = 40): number[] => [
  ...head,
  ...new Array<number>(length - head.length).fill(0),
];

describe('pictures of items', () => {
  it('are what their type says, and small', () => {
    expect(isItemImage(url('png', padded(PNG)))).toBe(true);
    expect(isItemImage(url('jpeg', padded([0xff, 0xd8, 0xff, 0xe0])))).toBe(true);
    expect(
      isItemImage(url('webp', padded([0x52, 0x49, 0x46, 0x46, 1, 0, 0, 0, 0x57, 0x45, 0x42, 0x50]))),
    ).toBe(true);
    expect(isItemImage(url('jpeg', padded(PNG)))).toBe(false);
    expect(isItemImage(url('svg+xml', padded(PNG)))).toBe(false);
    expect(isItemImage('https://example.com/a.png')).toBe(false);
    expect(isItemImage(`${url('png', padded(PNG))}" onerror="x`)).toBe(false);
    const big = `data:image/png;base64,${btoa(String.fromCharCode(...PNG, 0))}`;
    expect(isItemImage(big + 'A'.repeat(4 * Math.ceil(MAX_IMAGE_BYTES / 3)))).toBe(false);
  });

  it('are nothing else, whatever is given', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isItemImage(text)).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const isPng = PNG.every((byte, n) => bytes[n] === byte);
        expect(isItemImage(url('png', [...bytes]))).toBe(isPng);
      }),
    );
  });
});

describe('prices', () => {
  it('change by percent to the nearest minor unit, exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: -10_000, max: 1_000_000 }),
        (price, hundredths) => {
          const exact = BigInt(price) * BigInt(10_000 + hundredths);
          const rounded = (2n * exact + 10_000n) / 20_000n;
          expect(changedPrice(price, { mode: 'percent', hundredths })).toBe(Number(rounded));
        },
      ),
    );
    expect(changedPrice(999, { mode: 'percent', hundredths: 1_000 })).toBe(1099);
    expect(changedPrice(100, { mode: 'percent', hundredths: -10_000 })).toBe(0);
  });

  it('never fall below 0', () => {
    expect(changedPrice(5, { mode: 'add', amount: -6 })).toBeNull();
    expect(changedPrice(5, { mode: 'add', amount: -5 })).toBe(0);
    expect(editItem(makeItem({ price: 5 }), { price: { mode: 'add', amount: -6 } })).toBeNull();
  });
});

describe('edits', () => {
  it('change nothing but what was edited', () => {
    const item = makeItem({ price: 100, category: 'a', cost: 3 });
    expect(editItem(item, { category: 'b', cost: null })).toEqual({ ...item, category: 'b', cost: null });
  });

  it('name what has changed meanwhile', () => {
    expect(staleFields({ price: 3, cost: null, unit: 'pc' }, { price: 4, cost: null })).toEqual([
      { field: 'price', expected: 4, current: 3 },
    ]);
  });

  it('keep limits in order', () => {
    const limits = { lowAt: 10, outAt: 0, overAt: null, recoverAt: null };
    expect(limitsProblem(limits)).toBeNull();
    expect(limitsProblem({ ...limits, outAt: 11 })).toBe('outAboveLow');
    expect(limitsProblem({ ...limits, recoverAt: 10 })).toBe('recoverBelowLow');
    expect(limitsProblem({ ...limits, overAt: 10 })).toBe('overBelowLow');
    expect(limitsProblem({ ...limits, recoverAt: 20, overAt: 20 })).toBe('overBelowLow');
    expect(limitsProblem({ ...limits, overAt: 11 })).toBeNull();
  });
});
