import { describe, expect, it } from 'vitest';
import { NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { filterIn, isFiltered, startOfDay } from './filter.ts';

describe('the filter in the address', () => {
  it('is empty for an empty address and one that makes no sense', () => {
    expect(filterIn(new URLSearchParams())).toEqual(NO_AUDIT_FILTER);
    expect(filterIn(new URLSearchParams({ actor: 'x'.repeat(500) }))).toEqual(NO_AUDIT_FILTER);
    expect(filterIn(new URLSearchParams({ from: 'yesterday' })).from).toBeNull();
    expect(isFiltered(NO_AUDIT_FILTER)).toBe(false);
  });

  it('includes both of its days, also across a change to summer time', () => {
    const filter = filterIn(new URLSearchParams({ from: '2026-03-29', to: '2026-03-29', result: 'refused' }));
    expect(filter.from).toBe(new Date(2026, 2, 29).getTime());
    expect(filter.to).toBe(new Date(2026, 2, 30).getTime());
    expect(filter.result).toBe('refused');
    expect(isFiltered(filter)).toBe(true);
    expect(startOfDay('2026-12-31', 1)).toBe(new Date(2027, 0, 1).getTime());
  });
});
