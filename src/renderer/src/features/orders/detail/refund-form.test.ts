import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessReturn } from '#shared/domain/orders.ts';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { makeOrder, makeOrderLine } from '../../../../../../tests/support/make/order.ts';
import {
  amountOfChosen,
  EMPTY_REFUND,
  type RefundBase,
  type RefundForm,
  refundItems,
  toRefund,
  validateRefund,
} from './refund-form.ts';

const order = makeOrder({
  id: 'o1',
  lines: [
    makeOrderLine({ itemId: 'a', quantity: 3, unitPrice: 1000, total: 2000 }),
    makeOrderLine({ itemId: 'b', quantity: 1, unitPrice: 500 }),
    makeOrderLine({ itemId: 'a', quantity: 1, unitPrice: 1000 }),
  ],
});
const base: RefundBase = {
  items: refundItems(order.lines, [{ itemId: 'a', quantity: 1 }]),
  refundable: 2500,
  currency: 'USD',
  fulfilled: true,
};
const form = (change: Partial<RefundForm>): RefundForm => ({ ...EMPTY_REFUND, reason: 'broken', ...change });

describe('a refund', () => {
  it('offers each item once, less what came back', () => {
    expect(base.items).toMatchObject([
      { itemId: 'a', ordered: 4, left: 3, total: 3000 },
      { itemId: 'b', ordered: 1, left: 1, total: 500 },
    ]);
  });

  it('suggests what the goods cost after discounts, and never more than is left', () => {
    expect(amountOfChosen({ chosen: { a: 1 } }, base)).toBe(750);
    expect(amountOfChosen({ chosen: { a: 3, b: 1 } }, base)).toBe(2500);
  });

  it('names what is wrong with each field', () => {
    expect(validateRefund(EMPTY_REFUND, base)).toEqual({ amount: 'amountMissing', reason: 'reasonMissing' });
    expect(validateRefund(form({ amount: '25.01' }), base)).toEqual({ amount: 'amountTooMuch' });
    expect(validateRefund(form({ amount: '25,00' }), base)).toEqual({});
    expect(validateRefund(form({ amount: 'all' }), base)).toEqual({ amount: 'amountMissing' });
    expect(validateRefund(form({ amount: '1', reason: 'x'.repeat(301) }), base)).toEqual({
      reason: 'reasonLong',
    });
  });

  it('is never for more money or goods than are left, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.record({ a: fc.integer({ min: 0, max: 9 }), b: fc.integer({ min: 0, max: 9 }) }),
        fc.option(fc.integer({ min: -100, max: 9_999 }).map((cents) => (cents / 100).toFixed(2))),
        fc.boolean(),
        fc.boolean(),
        (chosen, amount, restock, fulfilled) => {
          const typed = form({ chosen, amount, restock });
          if (Object.keys(validateRefund(typed, base)).length > 0) return;
          const command = toRefund(typed, { ...base, fulfilled }, order, 'p1');
          expect(parseCommand('payments.refund', command).ok).toBe(true);
          expect(command.amount).toBeLessThanOrEqual(base.refundable);
          const before = [{ itemId: 'a', quantity: 1 }];
          expect(excessReturn(order.lines, before, command.returned)).toBeNull();
          if (!fulfilled || !restock) expect(command.returned).toEqual([]);
        },
      ),
    );
  });
});
