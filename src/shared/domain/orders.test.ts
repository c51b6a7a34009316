import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averageOrderValue,
  ORDER_STATUSES,
  type OrderStatus,
  orderCanBecome,
  relativeChange,
} from './orders.ts';

describe('order statuses', () => {
  it('never return to an earlier status, and end at refunded', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ORDER_STATUSES), { maxLength: 20 }), (wanted) => {
        let status: OrderStatus = 'placed';
        const seen = new Set<OrderStatus>([status]);
        for (const next of wanted) {
          if (!orderCanBecome(status, next)) continue;
          expect(seen.has(next)).toBe(false);
          seen.add(next);
          status = next;
        }
      }),
    );
    for (const to of ORDER_STATUSES) expect(orderCanBecome('refunded', to)).toBe(false);
  });

  it('do not skip the payment', () => {
    expect(orderCanBecome('placed', 'fulfilled')).toBe(false);
    expect(orderCanBecome('placed', 'refunded')).toBe(false);
    expect(orderCanBecome('fulfilled', 'cancelled')).toBe(false);
  });
});

describe('figures', () => {
  it('have no average without orders and no change from zero', () => {
    expect(averageOrderValue(100, 0)).toBeNull();
    expect(averageOrderValue(1001, 2)).toBe(501);
    expect(relativeChange(5, 0)).toBeNull();
    expect(relativeChange(125, 100)).toBe(0.25);
    expect(relativeChange(-50, -100)).toBe(0.5);
  });
});
