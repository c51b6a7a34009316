import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSupplier } from '../../../../../tests/support/make/supplier.ts';
import { amountText, parseAmount } from '../../lib/number-field.ts';
import { differingFields, EMPTY_SUPPLIER, formOf, termsOf } from './supplier-form.ts';

describe('the form of a supplier', () => {
  it('reads back what it shows', () => {
    for (const supplier of [
      makeSupplier(),
      makeSupplier({ currency: 'JPY', minimumOrder: 5000, phone: '1' }),
    ])
      expect(termsOf(supplier.id, formOf(supplier))).toEqual({ ok: true, terms: supplier });
  });

  it('names what is wrong with each field', () => {
    expect(termsOf('s', EMPTY_SUPPLIER)).toEqual({
      ok: false,
      errors: { name: 'missing', currency: 'missing' },
    });
    const form = formOf(makeSupplier());
    const wrong = {
      ...form,
      name: 'x'.repeat(201),
      email: 'nobody',
      leadTimeDays: '-1',
      leadTimeDeviationDays: 'a week',
      currency: 'dollars',
      minimumOrder: '1.234',
    };
    expect(termsOf('s', wrong)).toMatchObject({
      errors: {
        name: 'long',
        email: 'invalid',
        leadTimeDays: 'invalid',
        leadTimeDeviationDays: 'invalid',
        currency: 'invalid',
      },
    });
    expect(termsOf('s', { ...form, minimumOrder: '1.234' })).toMatchObject({
      errors: { minimumOrder: 'invalid' },
    });
  });

  it('tells in which fields it differs from what stands now', () => {
    const supplier = { ...makeSupplier(), version: 3 };
    const form = formOf(supplier);
    expect(differingFields(form, supplier)).toEqual([]);
    expect(differingFields({ ...form, phone: '110', minimumOrder: '5' }, supplier)).toEqual([
      'phone',
      'minimumOrder',
    ]);
  });
});

describe('amounts', () => {
  it('are read as they are shown, in every currency', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.constantFrom('USD', 'JPY', 'KWD'), (amount, currency) => {
        expect(parseAmount(amountText(amount, currency), currency)).toBe(amount);
      }),
    );
    expect(parseAmount('4,50', 'EUR')).toBe(450);
    for (const text of ['', '-1', '1.005', '1e3', '1,000.00']) expect(parseAmount(text, 'USD')).toBeNull();
  });
});
