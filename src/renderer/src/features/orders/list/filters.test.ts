import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_ORDERS, ORDER_SORTS, OrderFilters, PAYMENT_FILTERS } from '#shared/domain/order-list.ts';
import { sameContent } from '#shared/domain/views.ts';
import {
  hiddenFilters,
  isNarrowed,
  nextSort,
  ORDER_PARAMETERS,
  ORDERS_ADDRESS,
  readOrderFilters,
  STATUS_FILTERS,
  writeOrderFilters,
} from './filters.ts';

const day = fc.option(fc.constantFrom('2026-03-01', '2026-12-31'), { nil: null });
const id = fc.option(fc.string({ minLength: 1, maxLength: 64 }), { nil: null });
const limit = fc.option(fc.nat(1_000_000_000), { nil: null });
const filters: fc.Arbitrary<OrderFilters> = fc.record({
  search: fc.string({ maxLength: 200 }),
  status: fc.constantFrom(...STATUS_FILTERS),
  customerId: id,
  locationId: id,
  payment: fc.constantFrom(...PAYMENT_FILTERS),
  overdue: fc.boolean(),
  partly: fc.boolean(),
  from: day,
  to: day,
  amount: fc.option(
    fc
      .record({ currency: fc.constantFrom('EUR', 'JPY'), least: limit, most: limit })
      .filter(({ least, most }) => least !== null || most !== null),
    { nil: null },
  ),
  sort: fc.constantFrom(...ORDER_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
});

describe('the filters of the orders list', () => {
  it('are read from the address, and from a saved view, as they were written', () => {
    fc.assert(
      fc.property(filters, (value) => {
        expect(readOrderFilters(writeOrderFilters(new URLSearchParams('keep=1'), value))).toEqual(value);
        const view = { ...ORDERS_ADDRESS.contentOf(value, null), version: 1 };
        expect(ORDERS_ADDRESS.filtersOfView(view)).toEqual(value);
        expect(sameContent(ORDERS_ADDRESS.contentOf(ORDERS_ADDRESS.filtersOfView(view), null), view)).toBe(
          true,
        );
      }),
    );
    expect(writeOrderFilters(new URLSearchParams('keep=1&status=paid'), ALL_ORDERS).toString()).toBe(
      'keep=1',
    );
  });

  it('are filters that the list can be asked for, whatever the address says', () => {
    const parameter = fc.constantFrom(...ORDER_PARAMETERS);
    fc.assert(
      fc.property(fc.array(fc.tuple(parameter, fc.string())), (pairs) => {
        expect(OrderFilters.safeParse(readOrderFilters(new URLSearchParams(pairs))).success).toBe(true);
      }),
    );
  });

  it('take nothing that is not a status, a day or an amount', () => {
    const read = (address: string): OrderFilters => readOrderFilters(new URLSearchParams(address));
    expect(read('status=lost&from=yesterday&to=2026-02-30&min=-1&currency=EUR&payment=soon')).toEqual(
      ALL_ORDERS,
    );
    expect(isNarrowed(ALL_ORDERS)).toBe(false);
    expect(isNarrowed({ ...ALL_ORDERS, to: '2026-03-31' })).toBe(true);
    expect(hiddenFilters({ ...ALL_ORDERS, overdue: true, partly: true, locationId: 'l1', search: 'x' })).toBe(
      3,
    );
  });

  it('sort by the newest and the greatest first, and turn around', () => {
    expect(nextSort(ALL_ORDERS, 'placed')).toEqual({ sort: 'placed', direction: 'asc' });
    expect(nextSort(ALL_ORDERS, 'total')).toEqual({ sort: 'total', direction: 'desc' });
    expect(nextSort(ALL_ORDERS, 'number')).toEqual({ sort: 'number', direction: 'asc' });
  });
});
