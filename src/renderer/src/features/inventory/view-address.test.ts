import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STOCK_SORTS } from '#shared/bridge/inventory.ts';
import { sameContent, type ViewContent } from '#shared/domain/views.ts';
import { readStockFilters, STATUS_FILTERS, type StockFilters, writeStockFilters } from './filters.ts';
import { STOCK_ADDRESS } from './view-address.ts';

const { contentOf, filtersOfView, openView, readShown, writeShown } = STOCK_ADDRESS;

const filters: fc.Arbitrary<StockFilters> = fc.record({
  search: fc.string({ maxLength: 200 }),
  locationId: fc.option(fc.string({ minLength: 1, maxLength: 64 }), { nil: null }),
  category: fc.option(fc.string({ minLength: 1, maxLength: 120 }), { nil: null }),
  status: fc.constantFrom(...STATUS_FILTERS),
  archived: fc.boolean(),
  sort: fc.constantFrom(...STOCK_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
});
const saved = (content: ViewContent, version = 3) => ({ ...content, version });

describe('a saved view in the address', () => {
  it('shows the filters that were saved', () => {
    fc.assert(
      fc.property(filters, (value) => {
        const view = saved(contentOf(value, null));
        expect(filtersOfView(view)).toEqual(value);
        expect(readShown(openView(new URLSearchParams('q=x&view=y'), 'v'), view)).toEqual({
          filters: value,
          base: null,
        });
        expect(sameContent(contentOf(filtersOfView(view), null), view)).toBe(true);
      }),
    );
  });

  it('keeps what the user changes apart, with the version it was changed on, until it is opened again', () => {
    fc.assert(
      fc.property(filters, filters, filters, (value, changed, newer) => {
        const view = saved(contentOf(value, null));
        const after = writeShown(openView(new URLSearchParams(), 'v'), view, changed);
        expect(readShown(after, view)).toEqual({ filters: changed, base: 3 });
        // Somebody saves the view meanwhile.
        const theirs = saved(contentOf(newer, null), 4);
        expect(readShown(after, theirs)).toEqual({ filters: changed, base: 3 });
        const again = writeShown(after, theirs, { search: 'a' });
        expect(readShown(again, theirs)).toEqual({ filters: { ...changed, search: 'a' }, base: 3 });
        expect(readShown(openView(again, 'v'), theirs)).toEqual({ filters: newer, base: null });
      }),
    );
  });

  it('shows all stock where the view is gone, whatever the address says of it', () => {
    const gone = openView(new URLSearchParams('q=x'), 'v');
    expect(readShown(gone, null)).toEqual({ filters: readStockFilters(new URLSearchParams()), base: null });
    expect(writeShown(gone, null, { search: 'tea' }).toString()).toBe('q=tea');
    expect(writeStockFilters(gone, {}).get('saved')).toBe('v');
  });

  it('leaves out what this version does not know', () => {
    const view = {
      filters: [{ name: 'colour', value: 'red' }],
      sort: { by: 'taste', direction: 'asc' as const },
    };
    expect(filtersOfView(view)).toEqual(readStockFilters(new URLSearchParams()));
  });
});
