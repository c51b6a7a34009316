import { describe, expect, it } from 'vitest';
import { isNarrowed, readPurchaseFilters, writePurchaseFilters } from './filters.ts';

const NONE = { search: '', status: 'any', supplierId: null } as const;

describe('the filters of the purchase orders', () => {
  it('are read from the address as they were written', () => {
    const filters = { search: 'tea', status: 'late', supplierId: 'north' } as const;
    expect(readPurchaseFilters(writePurchaseFilters(new URLSearchParams('keep=1'), filters))).toEqual(
      filters,
    );
    expect(writePurchaseFilters(new URLSearchParams('keep=1&status=late'), NONE).toString()).toBe('keep=1');
  });

  it('take nothing that is not a filter', () => {
    expect(readPurchaseFilters(new URLSearchParams('status=lost'))).toEqual(NONE);
    expect(isNarrowed(NONE)).toBe(false);
    expect(isNarrowed({ ...NONE, status: 'open' })).toBe(true);
  });
});
