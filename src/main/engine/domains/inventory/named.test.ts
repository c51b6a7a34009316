import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { askCache } from '../../../../../tests/support/cache.ts';
import { cachePerFile } from '../../../../../tests/support/cache-per-file.ts';
import { makeBatches, makeEvent } from '../../../../../tests/support/make/event.ts';
import { makeItem } from '../../../../../tests/support/make/item.ts';

const cache = cachePerFile('named');
const named = (text: string): readonly string[] =>
  askCache(cache.writer, 'inventory.named', { texts: [text] }, 0).named[0] ?? [];

const NAMES = ['Green tea', 'Green tea, large', 'Green tea pot', 'Green', 'Tee Grün', 'Cup', 'Cup 2'];
const ITEMS = [
  ...NAMES.map((name, n) => ({ id: `n${n}`, sku: `SKU-${n}`, name })),
  { id: 'word', sku: 'TABLE', name: 'Bistro set' },
  { id: 'gone', sku: 'OLD-1', name: 'Brown tea', status: 'archived' as const },
];

beforeAll(() => {
  const events = ITEMS.map((item) => makeEvent('inventory.item_created', { item: makeItem(item) }));
  for (const batch of makeBatches(events, 100)) cache.writer.apply(batch);
  cache.writer.confirm(0);
});

describe('inventory.named', () => {
  it('finds the longest name at a place, whole words only, in either case', () => {
    expect(named('Is the green TEA, large back? Or a green tea?')).toEqual(['n1', 'n0']);
    expect(named('A green tea potter')).toEqual(['n0']);
    expect(named('Greenish cups')).toEqual([]);
    expect(named('Tee Grün!')).toEqual(['n4']);
    expect(named('“Cup 2”, cup')).toEqual(['n6', 'n5']);
  });

  it('finds SKUs, and words that are SKUs only as they are written', () => {
    expect(named('sku-4, please. And (SKU-3).')).toEqual(['n4', 'n3']);
    expect(named('a table')).toEqual([]);
    expect(named('TABLE')).toEqual(['word']);
  });

  it('names nothing that is not on sale, each item once, and few of them', () => {
    expect(named('Brown tea OLD-1')).toEqual([]);
    expect(named('Cup cup CUP SKU-5')).toEqual(['n5']);
    expect(named('SKU-0 SKU-1 SKU-2 SKU-3 SKU-4')).toHaveLength(3);
  });

  it('finds what a comparison with every name finds', () => {
    const words = ['green', 'tea', 'Tea,', 'large', 'pot', 'Tee', 'Grün', 'cup', '2', 'x'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 8 }), (picked) => {
        const text = picked.join(' ');
        const expected: string[] = [];
        let at = 0;
        while (at < text.length && expected.length < 3) {
          const begins = at === 0 || text[at - 1] === ' ';
          const fits = begins
            ? NAMES.map((name, n) => ({ id: `n${n}`, name }))
                .filter(
                  ({ name }) =>
                    text.slice(at, at + name.length).toLowerCase() === name.toLowerCase() &&
                    !/[\p{L}\p{N}]/u.test(text.slice(at + name.length, at + name.length + 1)),
                )
                .sort((a, b) => b.name.length - a.name.length)
            : [];
          const [longest] = fits;
          if (longest && !expected.includes(longest.id)) expected.push(longest.id);
          at += longest ? longest.name.length : 1;
        }
        expect(named(text)).toEqual(expected);
      }),
    );
  });
});
