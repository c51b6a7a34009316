import { describe, expect, it } from 'vitest';
import { NO_AUDIT_FILTER } from '#shared/domain/audit.ts';
import { filterIn, isFiltered, startOfDay } from './filter.ts';

describe('the filter in the address', () => {
  it('is empty for an empty address and one that makes no sense', () => {
    expect(filterIn(new URLSearchParams(), 'UTC')).toEqual(NO_AUDIT_FILTER);
    expect(filterIn(new URLSearchParams({ actor: 'x'.repeat(500) }), 'UTC')).toEqual(NO_AUDIT_FILTER);
    expect(filterIn(new URLSearchParams({ from: 'yesterday' }), 'UTC').from).toBeNull();
    expect(isFiltered(NO_AUDIT_FILTER)).toBe(false);
  });

  it('includes both of its days in the time zone of the workspace, also across a change to summer time', () => {
    const filter = filterIn(
      new URLSearchParams({ from: '2026-03-29', to: '2026-03-29', result: 'refused' }),
      'Europe/Berlin',
    );
    expect(filter.from).toBe(Date.UTC(2026, 2, 28, 23));
    expect(filter.to).toBe(Date.UTC(2026, 2, 29, 22));
    expect(filter.result).toBe('refused');
    expect(isFiltered(filter)).toBe(true);
    expect(startOfDay('2026-12-31', 'America/Los_Angeles', 1)).toBe(Date.UTC(2027, 0, 1, 8));
  });
});
