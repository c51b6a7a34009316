import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessReturn } from '#shared/domain/orders.ts';
import { excessRefund } from '#shared/domain/refunds.ts';
import { shippedLines } from '#shared/domain/shipments.ts';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import { makeOrder, makeOrderLine } from '../../../../../../tests/support/make/order.ts';
import {
  amountOfChosen,
  EMPTY_REFUND,
  partsOf,
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
  lines: order.lines,
  refundedLines: [{ line: 0, quantity: 1 }],
  returned: [{ itemId: 'a', quantity: 1 }],
  refundable: 2500,
  currency: 'USD',
  shipped: [3, 1, 1],
};
const form = (change: Partial<RefundForm>): RefundForm => ({ ...EMPTY_REFUND, reason: 'broken', ...change });

describe('a refund', () => {
  it('offers each line, less what was refunded of it', () => {
    expect(refundItems(base, 'refund').map(({ left }) => left)).toEqual([2, 1, 1]);
    expect(refundItems(base, 'return').map(({ left }) => left)).toEqual([3, 1, 1]);
  });

  it('suggests what the lines cost after discounts, and never more than is left', () => {
    expect(amountOfChosen(form({ chosen: { 0: 1 } }), base)).toBe(666);
    expect(amountOfChosen(form({ chosen: { 0: 2 } }), base)).toBe(1333);
    expect(amountOfChosen(form({ chosen: { 0: 2, 1: 1, 2: 1 } }), base)).toBe(2500);
  });

  it('says what belongs to no line', () => {
    const { byLine, other } = partsOf(form({ chosen: { 1: 1 }, amount: '7.50' }), base);
    expect([...byLine]).toEqual([[1, 500]]);
    expect(other).toBe(250);
  });

  it('names what is wrong with each field', () => {
    expect(validateRefund(EMPTY_REFUND, base)).toEqual({ amount: 'amountMissing', reason: 'reasonMissing' });
    expect(validateRefund(form({ amount: '25.01' }), base)).toEqual({ amount: 'amountTooMuch' });
    expect(validateRefund(form({ amount: '25,00' }), base)).toEqual({});
    expect(validateRefund(form({ amount: 'all' }), base)).toEqual({ amount: 'amountMissing' });
    expect(validateRefund(form({ mode: 'return' }), base)).toEqual({ amount: 'goodsMissing' });
    expect(validateRefund(form({ amount: '1', reason: 'x'.repeat(301) }), base)).toEqual({
      reason: 'reasonLong',
    });
    expect(validateRefund(form({ amount: '1', reason: '', code: 'refund.damaged' }), base)).toEqual({});
  });

  it('takes goods back without money, and refunds goods that stay away', () => {
    expect(toRefund(form({ mode: 'return', chosen: { 1: 1 } }), base, order, 'p1')).toMatchObject({
      ...{ amount: 0, lines: [], returned: [{ itemId: 'b', quantity: 1 }] },
    });
    expect(toRefund(form({ chosen: { 1: 1 }, stays: ['1'] }), base, order, 'p1')).toMatchObject({
      ...{ amount: 500, lines: [{ line: 1, quantity: 1 }], returned: [] },
    });
  });

  it('is never for more money or goods than are left, whatever is typed', () => {
    const quantity = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(
        fc.record({ 0: quantity, 1: quantity, 2: quantity }),
        fc.option(fc.integer({ min: -100, max: 9_999 }).map((cents) => (cents / 100).toFixed(2))),
        fc.subarray(['0', '1', '2']),
        fc.tuple(fc.nat(3), fc.nat(1), fc.nat(1)),
        fc.constantFrom('refund' as const, 'return' as const),
        (chosen, amount, stays, shipped, mode) => {
          const typed = form({ chosen, amount, stays, mode });
          const of = { ...base, shipped };
          if (Object.keys(validateRefund(typed, of)).length > 0) return;
          const command = toRefund(typed, of, order, 'p1');
          expect(parseCommand('payments.refund', command).ok).toBe(true);
          expect(command.amount).toBeLessThanOrEqual(base.refundable);
          const left = shippedLines({ ...order, shipped });
          expect(excessReturn(left, base.returned, command.returned)).toBeNull();
          expect(excessRefund(order.lines, base.refundedLines, command.lines ?? [])).toBeNull();
        },
      ),
    );
  });
});
