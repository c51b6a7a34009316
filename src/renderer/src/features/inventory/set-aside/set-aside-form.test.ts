import { describe, expect, it } from 'vitest';
import { mostOf, SET_ASIDES, toSetAside, validateSetAside } from './set-aside-form.ts';

const lot = {
  id: 'a',
  itemId: 'i',
  locationId: 'l',
  code: 'A',
  expiresAt: 100,
  onHand: 4,
  unavailable: [{ reason: 'damaged' as const, quantity: 1 }],
  receivedAt: 0,
};
const base = {
  level: {
    itemId: 'i',
    locationId: 'l',
    onHand: 10,
    committed: 5,
    unavailable: 2,
    setAside: [{ reason: 'damaged' as const, quantity: 2 }],
  },
  lots: [lot],
};
const form = SET_ASIDES.empty;

describe('the form of stock that is set aside', () => {
  it('allows what is for sale, or what is set aside for the reason', () => {
    expect(mostOf(form, base, 0)).toBe(3);
    expect(mostOf({ ...form, kind: 'put_back' }, base, 0)).toBe(2);
    expect(mostOf({ ...form, kind: 'put_back', lotId: 'a' }, base, 0)).toBe(1);
    expect(mostOf({ ...form, kind: 'write_off', reason: 'expired' }, base, 0)).toBe(0);
  });

  it('does not put expired lots back', () => {
    expect(mostOf({ ...form, kind: 'put_back' }, base, 100)).toBe(1);
    expect(mostOf({ ...form, kind: 'write_off' }, base, 100)).toBe(2);
  });

  it('names what is wrong', () => {
    expect(validateSetAside({ ...form, quantity: '4' }, 3)).toEqual({ quantity: 'tooMany' });
    expect(validateSetAside({ ...form, quantity: '0', note: 'x'.repeat(201) }, 3)).toEqual({
      quantity: 'number',
      note: 'long',
    });
    expect(validateSetAside({ ...form, quantity: ' 3 ' }, 3)).toEqual({});
  });

  it('becomes a command', () => {
    expect(toSetAside({ ...form, quantity: ' 3 ', note: ' wet ' }, base.level)).toMatchObject({
      quantity: 3,
      reason: 'damaged',
      note: 'wet',
    });
  });
});
