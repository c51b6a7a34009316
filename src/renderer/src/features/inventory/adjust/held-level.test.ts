import { describe, expect, it } from 'vitest';
import { EMPTY_FORM, validateAdjust } from './adjust-form.ts';
import { judgedLevel } from './held-level.ts';

const base = (onHand: number) => ({ onHand, available: onHand, backorderLimit: 0 });
const take20 = { ...EMPTY_FORM, quantity: '-20', reason: 'count' };

describe('judgedLevel', () => {
  const held = { base: base(29), pendingOnHand: 0, inFlight: true };

  it('does not compare an adjustment on its way with its own effect', () => {
    // The error that this prevents: only 9 are available, and this would take 20.
    expect(validateAdjust(take20, base(9)).quantity).toBe('tooFew');
    expect(validateAdjust(take20, judgedLevel(base(9), -20, held))).toEqual({});
  });

  it('does not compare it with its own outcome either, before the answer arrives', () => {
    expect(judgedLevel(base(9), 0, held)).toEqual(base(29));
  });

  it('keeps the level after a refusal until the effect has left the screen, then follows the stock', () => {
    const refused = { ...held, inFlight: false };
    expect(judgedLevel(base(9), -20, refused)).toEqual(base(29));
    expect(judgedLevel(base(12), 0, refused)).toEqual(base(12));
  });

  it('counts what other queued adjustments take', () => {
    expect(validateAdjust(take20, judgedLevel(base(9), -20, null)).quantity).toBe('tooFew');
  });
});
