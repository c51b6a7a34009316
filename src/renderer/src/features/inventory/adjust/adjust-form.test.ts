import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta } from '#shared/domain/inventory.ts';
import { parseCommand } from '#shared/protocol/commands/index.ts';
import {
  type AdjustForm,
  EMPTY_FORM,
  fromCommand,
  parseWhole,
  resultOf,
  toCommand,
  validateAdjust,
} from './adjust-form.ts';

const base = { onHand: 10, available: 6, backorderLimit: 0 };
// What the dialog hands over says more of the level than the command takes.
const subject = { itemId: 'i1', locationId: 'l1', itemName: 'Pen', onHand: 10 };
const form = (change: Partial<AdjustForm>): AdjustForm => ({ ...EMPTY_FORM, reason: 'count', ...change });

describe('parseWhole', () => {
  it('reads what people type', () => {
    expect(parseWhole(' +5 ')).toBe(5);
    expect(parseWhole('−3')).toBe(-3);
    expect(parseWhole('1 000')).toBe(1000);
    expect(Object.is(parseWhole('-0'), 0)).toBe(true);
  });
  it('refuses what is not a whole number', () => {
    for (const text of ['', '1.5', '1e3', 'abc', '--2', '1,000.5', '9'.repeat(20)])
      expect(parseWhole(text)).toBeNull();
  });
});

describe('validateAdjust', () => {
  it('names what is wrong with each field', () => {
    expect(validateAdjust(EMPTY_FORM, base)).toEqual({
      quantity: 'quantityMissing',
      reason: 'reasonMissing',
    });
    expect(validateAdjust(form({ quantity: '0' }), base).quantity).toBe('quantityZero');
    expect(validateAdjust(form({ mode: 'set', quantity: '10' }), base).quantity).toBe('quantitySame');
    expect(validateAdjust(form({ mode: 'set', quantity: '-1' }), base).quantity).toBe('quantityNegative');
    expect(validateAdjust(form({ quantity: '-7' }), base).quantity).toBe('tooFew');
    expect(validateAdjust(form({ quantity: '1', reason: 'x'.repeat(201) }), base).reason).toBe('reasonLong');
    expect(validateAdjust(form({ quantity: '1', reference: 'x'.repeat(121) }), base).reference).toBe(
      'referenceLong',
    );
  });

  it('agrees with the stock rules about what can be taken', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: -200, max: 200 }).filter((delta) => delta !== 0),
        (onHand, committed, backorderLimit, delta) => {
          const balance = { onHand, committed, unavailable: 0 };
          const errors = validateAdjust(form({ quantity: String(delta) }), {
            onHand,
            available: onHand - committed,
            backorderLimit,
          });
          expect(errors.quantity === undefined).toBe(
            applyDelta(balance, { onHand: delta }, backorderLimit).ok,
          );
        },
      ),
    );
  });
});

describe('toCommand', () => {
  it('makes commands the protocol accepts, and reads them back', () => {
    const delta = toCommand(form({ quantity: '-3', reference: ' DN 7 ' }), base, subject);
    expect(parseCommand('inventory.adjust', delta).ok).toBe(true);
    expect(fromCommand(delta)).toEqual({ mode: 'delta', quantity: '-3', reason: 'count', reference: 'DN 7' });
    const set = toCommand(form({ mode: 'set', quantity: '4' }), base, subject);
    expect(set.change).toEqual({ mode: 'set', quantity: 4, expected: 10 });
    expect(parseCommand('inventory.adjust', set).ok).toBe(true);
  });

  it('takes nothing for an adjustment that is none', () => {
    for (const data of [
      null,
      1,
      {},
      { change: 1, reason: 'x' },
      { change: { mode: 'x', quantity: 1 }, reason: 'x' },
    ])
      expect(fromCommand(data)).toBeNull();
  });
});

describe('resultOf', () => {
  it('shows what would stand afterwards', () => {
    expect(resultOf(form({ quantity: '-2' }), base)).toEqual({ onHand: 8, available: 4, delta: -2 });
    expect(resultOf(form({ mode: 'set', quantity: '25' }), base)).toEqual({
      onHand: 25,
      available: 21,
      delta: 15,
    });
    expect(resultOf(form({ quantity: 'x' }), base)).toBeNull();
  });
});
