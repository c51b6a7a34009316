import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payoutCsv } from './payment-csv.ts';
import {
  feeOf,
  PAYOUT_LINE_KINDS,
  type PayoutLine,
  payoutCanBecome,
  payoutSums,
  summable,
} from './payouts.ts';

const lineParts = {
  kind: fc.constantFrom(...PAYOUT_LINE_KINDS),
  amount: fc.integer({ min: 0, max: 10_000_000 }),
  fee: fc.integer({ min: 0, max: 1_000 }),
};
const line = fc.record(lineParts);

const net = ({ kind, amount, fee }: Pick<PayoutLine, 'kind' | 'amount' | 'fee'>): number =>
  (kind === 'payment' || kind === 'dispute_won' ? amount : -amount) - fee;

describe('a payout', () => {
  it('is what its lines add up to, to the cent, also in its file', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 50 }), (lines) => {
        const sums = payoutSums(lines, 'USD');
        expect(sums.net).toBe(sums.gross - sums.fees - sums.refunds - sums.disputes);
        expect(sums.net).toBe(lines.reduce((sum, one) => sum + net(one), 0));
        const csv = payoutCsv({
          currency: 'USD',
          lines: lines.map((one, n) => ({
            ...{ ...one, id: `l${n}`, paymentId: 'p', orderId: 'o', orderNumber: 'N', at: n },
          })),
        });
        const cents = csv
          .trim()
          .split('\r\n')
          .slice(1)
          .reduce((sum, row) => sum + Math.round(Number(row.split(',')[5]) * 100), 0);
        expect(cents).toBe(sums.net);
      }),
    );
  });

  it('takes only as many lines as can be added up exactly, and one at least', () => {
    const huge = { kind: 'payment' as const, amount: 5e15, fee: 0 };
    const usual = { kind: 'payment' as const, amount: 500, fee: 10 };
    expect(summable([huge, huge, usual])).toEqual([huge]);
    expect(summable([usual, huge, huge])).toEqual([usual, huge]);
    expect(summable([{ ...huge, amount: Number.MAX_SAFE_INTEGER, fee: 1 }])).toHaveLength(1);
    fc.assert(
      fc.property(
        fc.array(fc.record({ ...lineParts, amount: fc.maxSafeNat() }), { minLength: 1 }),
        (lines) => {
          const taken = summable(lines);
          expect(lines.slice(0, taken.length)).toEqual(taken);
          if (taken.length > 1) expect(Number.isSafeInteger(payoutSums(taken, 'USD').net)).toBe(true);
        },
      ),
    );
  });

  it('keeps a fee rounded half up', () => {
    expect(feeOf(10_000, 140)).toBe(140);
    expect([feeOf(50, 100), feeOf(49, 100), feeOf(0, 140)]).toEqual([1, 0, 0]);
  });

  it('that failed can be paid later, and one that was paid can be returned', () => {
    expect(payoutCanBecome('failed', 'paid')).toBe(true);
    expect(payoutCanBecome('paid', 'failed')).toBe(true);
    expect(payoutCanBecome('paid', 'pending')).toBe(false);
  });
});
