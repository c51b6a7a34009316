import { describe, expect, it } from 'vitest';
import {
  averageOrderValue,
  NO_PAYMENTS,
  paymentFigures,
  paymentSuccess,
  refundRate,
  relativeChange,
  revenueOf,
} from './figures.ts';

describe('figures', () => {
  it('have no average without orders and no change from zero', () => {
    expect(averageOrderValue(100, 0)).toBeNull();
    expect(averageOrderValue(1001, 2)).toBe(501);
    expect(relativeChange(5, 0)).toBeNull();
    expect(relativeChange(125, 100)).toBe(0.25);
    expect(relativeChange(-50, -100)).toBe(0.5);
  });
});

describe('payments in the figures', () => {
  const payment = { kind: 'payment', status: 'succeeded', amount: 500, settlesOrder: true } as const;

  it('count what succeeded, and an order once, by the payment that settles it', () => {
    expect(paymentFigures(payment)).toEqual({ ...NO_PAYMENTS, paid: 500, payments: 1, paidOrders: 1 });
    expect(paymentFigures({ ...payment, settlesOrder: false }).paidOrders).toBe(0);
    expect(paymentFigures({ ...payment, status: 'failed' })).toEqual({ ...NO_PAYMENTS, failed: 1 });
    expect(paymentFigures({ ...payment, status: 'disputed' })).toEqual({ ...NO_PAYMENTS, disputed: 1 });
  });

  it('take refunds off the revenue', () => {
    const refund = paymentFigures({ ...payment, kind: 'refund', settlesOrder: false });
    expect(refund).toEqual({ ...NO_PAYMENTS, refunded: 500, refunds: 1 });
    expect(revenueOf({ paid: 1200, refunded: 500 })).toBe(700);
  });

  it('have shares only where there is something to share', () => {
    expect(refundRate({ paid: 0, refunded: 500 })).toBeNull();
    expect(refundRate({ paid: 2000, refunded: 500 })).toBe(0.25);
    expect(paymentSuccess(NO_PAYMENTS)).toBeNull();
    expect(paymentSuccess({ payments: 8, disputed: 1, failed: 3 })).toBe(0.75);
  });
});
