import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoney, addToTotals, currencyExponent, Money, parseMinorUnits, toMajorUnits } from './money.ts';

const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');

/** Minor units as a decimal text, by moving the point and nothing else. */
function decimalText(minor: number, exponent: number): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const cut = digits.length - exponent;
  const text = exponent === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return minor < 0 ? `-${text}` : text;
}

describe('parseMinorUnits', () => {
  it('reads back any amount written as a decimal', () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(parseMinorUnits(decimalText(minor, currencyExponent(code)), code)).toBe(
          minor === 0 ? 0 : minor,
        );
      }),
    );
  });

  it.each([
    ['2.55', 'USD', 255],
    ['2.545', 'USD', 255],
    ['2.544999', 'USD', 254],
    ['1.005', 'USD', 101],
    ['-0.005', 'USD', -1],
    ['-0.004', 'USD', 0],
    ['7', 'USD', 700],
    ['7.', 'USD', 700],
    ['+7.1', 'USD', 710],
    ['0.5', 'JPY', 1],
    ['1.2345', 'KWD', 1235],
    ['9007199254740991', 'JPY', Number.MAX_SAFE_INTEGER],
  ])('reads %s %s as %d', (text, code, minor) => {
    expect(parseMinorUnits(text, code)).toBe(minor);
  });

  it.each(['', '.', '.5', '1e3', '1,000.00', '0x10', 'NaN', '1.2.3', '--1', '90071992547409.93'])(
    'refuses %j',
    (text) => {
      expect(parseMinorUnits(text, 'USD')).toBeNull();
    },
  );

  it('never throws, and returns only safe integers', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseMinorUnits(text, 'USD');
        expect(parsed === null || Number.isSafeInteger(parsed)).toBe(true);
      }),
    );
  });
});

describe('adding money', () => {
  it('is exact, commutative and keeps the currency', () => {
    fc.assert(
      fc.property(amount, amount, currency, (a, b, code) => {
        const sum = addMoney({ amount: a, currency: code }, { amount: b, currency: code });
        expect(sum).toEqual({ amount: a + b, currency: code });
        expect(Money.safeParse(sum).success).toBe(true);
      }),
    );
  });

  it('refuses different currencies and inexact sums', () => {
    expect(() => addMoney({ amount: 1, currency: 'USD' }, { amount: 1, currency: 'EUR' })).toThrow(
      RangeError,
    );
    expect(() =>
      addMoney({ amount: Number.MAX_SAFE_INTEGER, currency: 'USD' }, { amount: 1, currency: 'USD' }),
    ).toThrow(RangeError);
  });

  it('keeps the totals of currencies separate', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ amount, currency }), { maxLength: 50 }), (all) => {
        const totals = all.reduce(addToTotals, {});
        for (const code of Object.keys(totals)) {
          expect(totals[code]).toBe(
            all.filter((m) => m.currency === code).reduce((sum, m) => sum + m.amount, 0),
          );
        }
      }),
    );
  });

  it('does not change the given totals', () => {
    const before = { USD: 1 };
    addToTotals(before, { amount: 2, currency: 'USD' });
    expect(before).toEqual({ USD: 1 });
  });
});

describe('toMajorUnits', () => {
  it.each([
    [12345, 'USD', 123.45],
    [12345, 'JPY', 12345],
    [12345, 'KWD', 12.345],
  ])('shows %d %s as %d', (minor, code, major) => {
    expect(toMajorUnits({ amount: minor, currency: code })).toBe(major);
  });
});
