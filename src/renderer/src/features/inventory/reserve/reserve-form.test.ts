import { describe, expect, it } from 'vitest';
import { parseReserved } from './reserve-form.ts';

const BALANCE = { onHand: 10, committed: 3, unavailable: 1 };

describe('the quantity to reserve', () => {
  it('is a whole number of 1 or more', () => {
    expect(parseReserved(' 4 ', BALANCE, 0)).toEqual({ quantity: 4 });
    for (const text of ['', '0', '-1', '1.5', 'x', '99999999999'])
      expect(parseReserved(text, BALANCE, 0)).toEqual({ error: 'number' });
  });

  it('is at most what is available, or what backorders allow', () => {
    expect(parseReserved('6', BALANCE, 0)).toEqual({ quantity: 6 });
    expect(parseReserved('7', BALANCE, 0)).toEqual({ error: 'tooMany' });
    expect(parseReserved('7', BALANCE, 1)).toEqual({ quantity: 7 });
  });
});
