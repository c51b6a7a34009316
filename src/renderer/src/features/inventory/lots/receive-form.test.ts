import { describe, expect, it } from 'vitest';
import { RECEIPTS, toReceipt, validateReceipt } from './receive-form.ts';

const form = RECEIPTS.empty;
const at = { itemId: 'i', locationId: 'l', timeZone: 'Europe/Berlin' };

describe('the form of a receipt', () => {
  it('names what is wrong', () => {
    expect(validateReceipt({ ...form, quantity: '1.5', expires: '2026-03-01' })).toEqual({
      quantity: 'number',
      code: 'noCode',
    });
    expect(validateReceipt({ ...form, quantity: '3', code: 'L', expires: '2026-03-01' })).toEqual({});
  });

  it('sells a lot through the day of its expiry', () => {
    expect(toReceipt({ ...form, quantity: '3', code: ' L ', expires: '2026-03-01' }, at).lot).toEqual({
      code: 'L',
      expiresAt: Date.parse('2026-03-02T00:00:00+01:00'),
    });
    expect(toReceipt({ ...form, quantity: '3' }, at)).toMatchObject({
      quantity: 3,
      lot: null,
      reference: null,
    });
  });
});
