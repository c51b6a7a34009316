import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refundable, statusAfterRefund } from './order-account.ts';
import { addLines, allotted, excessRefund, type LineQuantity, shareOfLine } from './refunds.ts';

const lineOf = fc.record({
  quantity: fc.integer({ min: 1, max: 50 }),
  total: fc.integer({ min: 0, max: 1_000_000_007 }),
});

describe('the share of a line', () => {
  it('adds up to the line’s total after discounts, in whatever parts it is refunded', () => {
    fc.assert(
      fc.property(lineOf, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 60 }), (line, parts) => {
        let [before, sum] = [0, 0];
        for (const part of [...parts, line.quantity]) {
          const quantity = Math.min(part, line.quantity - before);
          const share = shareOfLine(line, before, quantity);
          expect(share).toBeGreaterThanOrEqual(0);
          sum += share;
          before += quantity;
          expect(sum).toBeLessThanOrEqual(line.total);
        }
        expect(before).toBe(line.quantity);
        expect(sum).toBe(line.total);
      }),
    );
  });

  it('is exact where a product would not fit into a number', () => {
    expect(shareOfLine({ total: 9_007_199_254_740_991, quantity: 3 }, 0, 3)).toBe(9_007_199_254_740_991);
    expect(shareOfLine({ total: 100, quantity: 3 }, 0, 1)).toBe(33);
    expect(shareOfLine({ total: 100, quantity: 3 }, 1, 1)).toBe(34);
  });
});

describe('a series of refunds', () => {
  const order = fc.array(lineOf, { minLength: 1, maxLength: 4 });
  const tries = fc.array(
    fc.record({
      amount: fc.integer({ min: 0, max: 2_000_000_000 }),
      lines: fc.array(
        fc.record({ line: fc.integer({ min: 0, max: 4 }), quantity: fc.integer({ min: 1, max: 20 }) }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 12 },
  );

  it('never takes more than was paid, nor more of a line than was ordered', () => {
    fc.assert(
      fc.property(order, tries, fc.nat(2_000_000_000), (lines, attempts, disputed) => {
        const paid = lines.reduce((sum, { total }) => sum + total, 0);
        let refunded = 0;
        let before: LineQuantity[] = [];
        for (const { amount, lines: asked } of attempts) {
          const known = asked.filter(({ line }) => line < lines.length);
          if (amount > refundable({ paid, refunded, disputed }) || excessRefund(lines, before, known))
            continue;
          const parts = allotted(lines, before, known, amount);
          expect(parts.reduce((sum, part) => sum + part.amount, 0)).toBeLessThanOrEqual(amount);
          for (const { line, amount: part } of parts)
            expect(part).toBeLessThanOrEqual(lines[line]?.total ?? 0);
          refunded += amount;
          before = addLines(before, known);
          expect(refundable({ paid, refunded, disputed })).toBeGreaterThanOrEqual(0);
        }
        expect(refunded).toBeLessThanOrEqual(paid);
        for (const { line, quantity } of before)
          expect(quantity).toBeLessThanOrEqual(lines[line]?.quantity ?? 0);
      }),
    );
  });

  it('ends the order with the last cent, but not while a part is disputed', () => {
    expect(statusAfterRefund('paid', { paid: 500, refunded: 200 }, 300)).toBe('refunded');
    expect(statusAfterRefund('paid', { paid: 500, refunded: 200 }, 299)).toBe('paid');
    expect(statusAfterRefund('paid', { paid: 500, refunded: 0, disputed: 300 }, 200)).toBe('paid');
    expect(statusAfterRefund('paid', { paid: 0, refunded: 0 }, 0)).toBe('paid');
  });
});
