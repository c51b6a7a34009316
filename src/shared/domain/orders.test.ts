import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_STATUSES, type OrderStatus, orderCanBecome } from './orders.ts';

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
