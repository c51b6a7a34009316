import { describe, expect, it } from 'vitest';
import { makeItem, makeThreshold } from '../../../../../../tests/support/make/item.ts';
import {
  bulkChanges,
  bulkExpected,
  EMPTY_BULK,
  EMPTY_LIMITS,
  limitChanges,
  limitsExpected,
} from './bulk-form.ts';

describe('a bulk edit', () => {
  it('changes only what was filled in', () => {
    expect(bulkChanges(EMPTY_BULK, 'EUR')).toEqual({});
    const changes = bulkChanges(
      { ...EMPTY_BULK, category: ' New ', priceMode: 'percent', price: '−2,5' },
      null,
    );
    expect(changes).toEqual({ category: 'New', price: { mode: 'percent', hundredths: -250 } });
    expect(bulkExpected(makeItem({ price: 3 }), changes ?? {})).toEqual({ category: 'Things', price: 3 });
  });

  it('needs one currency for amounts', () => {
    const form = { ...EMPTY_BULK, priceMode: 'add' as const, price: '-1.50' };
    expect(bulkChanges(form, null)).toBeNull();
    expect(bulkChanges(form, 'EUR')).toEqual({ price: { mode: 'add', amount: -150 } });
    expect(bulkChanges({ ...form, priceMode: 'set' }, 'EUR')).toBeNull();
    expect(bulkChanges({ ...EMPTY_BULK, cost: '2' }, null)).toBeNull();
  });

  it('sets the limits that were filled in', () => {
    expect(limitChanges(EMPTY_LIMITS)).toEqual({});
    expect(limitChanges({ ...EMPTY_LIMITS, lowAt: '4', overAt: '40' })).toEqual({ lowAt: 4, overAt: 40 });
    expect(limitChanges({ ...EMPTY_LIMITS, overAt: '0' })).toBeNull();
    expect(limitsExpected(makeThreshold({ lowAt: 2 }), { lowAt: 4 })).toEqual({ lowAt: 2 });
    expect(limitsExpected(undefined, { lowAt: 4 })).toBeNull();
  });
});
