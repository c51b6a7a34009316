import { describe, expect, it } from 'vitest';
import type { PaymentFilters } from '#shared/bridge/payments.ts';
import { isNarrowed, readPaymentFilters, writePaymentFilters } from './filters.ts';

const EVERYTHING = readPaymentFilters(new URLSearchParams());

describe('the filters of payments', () => {
  it('come back from the address as they were written', () => {
    const filters: PaymentFilters = {
      ...{ kind: 'refund', status: 'failed', method: 'card', currency: 'EUR', locationId: 'l1' },
      ...{ from: '2026-03-01', to: '2026-03-31' },
    };
    const params = writePaymentFilters(new URLSearchParams('tab=payments'), filters);
    expect(readPaymentFilters(params)).toEqual(filters);
    expect(params.get('tab')).toBe('payments');
    expect(isNarrowed(filters)).toBe(true);
  });

  it('fall back to everything for what is unknown', () => {
    const params = new URLSearchParams('kind=x&status=y&currency=usd&from=today');
    expect(readPaymentFilters(params)).toEqual(EVERYTHING);
    expect(isNarrowed(EVERYTHING)).toBe(false);
    expect(String(writePaymentFilters(params, EVERYTHING))).toBe('');
  });
});
