import { describe, expect, it } from 'vitest';
import { refundable, statusAfterRefund } from './order-account.ts';

describe('a refund', () => {
  it('ends an order only if nothing is left of what was paid', () => {
    const account = { paid: 500, refunded: 200 };
    expect(refundable(account)).toBe(300);
    expect(statusAfterRefund('fulfilled', account, 299)).toBe('fulfilled');
    expect(statusAfterRefund('fulfilled', account, 300)).toBe('refunded');
    expect(statusAfterRefund('placed', account, 300)).toBe('placed');
  });
});
