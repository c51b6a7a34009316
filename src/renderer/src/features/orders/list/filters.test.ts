import { describe, expect, it } from 'vitest';
import { isNarrowed, readOrderFilters, writeOrderFilters } from './filters.ts';

const NONE = { search: '', status: 'any', customerId: null, from: null, to: null } as const;

describe('the filters of the orders list', () => {
  it('are read from the address as they were written', () => {
    const filters = {
      ...NONE,
      search: 'Gute',
      status: 'paid',
      from: '2026-03-01',
      to: '2026-03-31',
    } as const;
    expect(readOrderFilters(writeOrderFilters(new URLSearchParams('keep=1'), filters))).toEqual(filters);
    expect(writeOrderFilters(new URLSearchParams('keep=1&status=paid'), NONE).toString()).toBe('keep=1');
  });

  it('take nothing that is not a status or a day', () => {
    expect(readOrderFilters(new URLSearchParams('status=lost&from=yesterday&to=2026-02-30'))).toEqual(NONE);
    expect(isNarrowed(NONE)).toBe(false);
    expect(isNarrowed({ ...NONE, to: '2026-03-31' })).toBe(true);
  });
});
