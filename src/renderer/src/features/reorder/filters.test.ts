import fc from 'fast-check';
import { expect, it } from 'vitest';
import { REORDER_SORTS } from '#shared/bridge/reorder.ts';
import { ABC_CLASSES } from '#shared/domain/abc.ts';
import { REORDER_NEEDS } from '#shared/domain/reorder.ts';
import { chosenItems, isNarrowed, readReorderFilters, writeReorderFilters } from './filters.ts';

const id = fc.option(fc.string({ minLength: 1, maxLength: 40 }));

it('keeps all filters in the address', () => {
  const filters = fc.record({
    itemIds: fc.option(fc.array(fc.uuid(), { minLength: 1, maxLength: 20 })),
    search: fc.string({ maxLength: 40 }),
    locationId: id,
    category: id,
    supplierId: id,
    itemClass: fc.option(fc.constantFrom(...ABC_CLASSES)),
    need: fc.constantFrom(...REORDER_NEEDS),
    sort: fc.constantFrom(...REORDER_SORTS),
    direction: fc.constantFrom('asc', 'desc'),
  });
  fc.assert(
    fc.property(filters, (chosen) => {
      const params = writeReorderFilters(new URLSearchParams('view=list'), chosen);
      expect(readReorderFilters(new URLSearchParams(params.toString()))).toEqual(chosen);
      expect(params.get('view')).toBe('list');
    }),
  );
});

it('begins with what needs an order now, and ignores what it does not know', () => {
  const usual = readReorderFilters(new URLSearchParams());
  expect(usual).toMatchObject({ need: 'now', sort: 'cover', direction: 'asc' });
  expect(readReorderFilters(new URLSearchParams('need=x&class=D&sort=y'))).toEqual(usual);
  expect(writeReorderFilters(new URLSearchParams(), usual).toString()).toBe('');
  expect(isNarrowed(usual)).toBe(false);
  expect(isNarrowed({ ...usual, itemClass: 'A' })).toBe(true);
  expect(isNarrowed(readReorderFilters(new URLSearchParams(chosenItems(['a', 'b']))))).toBe(true);
});
