import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STOCK_SORTS } from '#shared/bridge/inventory.ts';
import {
  isNarrowed,
  nextSort,
  readStockFilters,
  STATUS_FILTERS,
  type StockFilters,
  writeStockFilters,
} from './filters.ts';

const filters: fc.Arbitrary<StockFilters> = fc.record({
  search: fc.string({ maxLength: 200 }),
  locationId: fc.option(fc.string({ minLength: 1, maxLength: 64 }), { nil: null }),
  category: fc.option(fc.string({ minLength: 1, maxLength: 120 }), { nil: null }),
  status: fc.constantFrom(...STATUS_FILTERS),
  archived: fc.boolean(),
  sort: fc.constantFrom(...STOCK_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('stock filters in the address', () => {
  it('come back as they were written', () => {
    fc.assert(
      fc.property(filters, (value) => {
        const address = writeStockFilters(new URLSearchParams('view=alerts'), value).toString();
        const params = new URLSearchParams(address);
        expect(readStockFilters(params)).toEqual(value);
        expect(params.get('view')).toBe('alerts');
      }),
    );
  });

  it('leave an empty address where nothing is chosen, and take nothing unknown from it', () => {
    expect(
      writeStockFilters(
        new URLSearchParams('q=a&dir=desc'),
        readStockFilters(new URLSearchParams()),
      ).toString(),
    ).toBe('');
    expect(readStockFilters(new URLSearchParams('status=x&sort=colour&dir=up'))).toEqual(
      readStockFilters(new URLSearchParams()),
    );
  });

  it('know whether they narrow the list: an order does not', () => {
    expect(isNarrowed(readStockFilters(new URLSearchParams('sort=sku&dir=desc')))).toBe(false);
    expect(isNarrowed(readStockFilters(new URLSearchParams('status=low')))).toBe(true);
  });
});

describe('nextSort', () => {
  it('turns the order of the same column and begins ascending on another', () => {
    expect(nextSort({ sort: 'name', direction: 'asc' }, 'name')).toEqual({ sort: 'name', direction: 'desc' });
    expect(nextSort({ sort: 'name', direction: 'desc' }, 'available')).toEqual({
      sort: 'available',
      direction: 'asc',
    });
  });
});
