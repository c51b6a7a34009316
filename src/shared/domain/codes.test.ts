import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barcodeOf, expectedCheckDigit, gs1Date, MAX_CODE, symbologyOf } from './barcodes.ts';
import { gs1Day, readCode } from './codes.ts';
import { checkDigit, gtinForms, gtinOf } from './gtin.ts';

const PLACE = { now: Date.UTC(2026, 10, 22), timeZone: 'Europe/Berlin' };
const GS = '\u001d';
const EAN = '4006381333931';
const GTIN = '04006381333931';
const ENDS = Date.UTC(2026, 10, 30, 23);

const digits = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));
const articleNumber = fc
  .constantFrom(7, 11, 12, 13)
  .chain(digits)
  .filter((body) => /[1-9]/.test(body))
  .map((body) => body + checkDigit(body));

describe('readCode', () => {
  it.each([
    ['an EAN-13', EAN],
    ['an EAN-13 with its symbology identifier', `]E0${EAN}`],
    ['a GTIN-14', GTIN],
    ['an ITF-14 with its symbology identifier', `]I1${GTIN}`],
    ['spaces around', `  ${EAN}\r\n`],
  ])('reads the article number of %s', (_, text) => {
    expect(readCode(text, PLACE)).toMatchObject({ gtin: GTIN });
  });

  it.each([
    ['parentheses', '(01)04006381333931(17)261130(10)AB-12(21)S1'],
    ['GS1-128', `]C1010400638133393117261130${'10AB-12'}${GS}21S1`],
    ['GS1 DataMatrix', `]d2010400638133393117261130${'10AB-12'}${GS}21S1`],
    ['GS1 QR', `]Q3010400638133393117261130${'10AB-12'}${GS}21S1`],
    ['a leading separator', `${GS}010400638133393117261130${'10AB-12'}${GS}21S1`],
    ['no identifier', `010400638133393117261130${'10AB-12'}${GS}21S1`],
  ])('reads lot, expiry and serial number with %s', (_, text) => {
    const { text: kept, ...read } = readCode(text, PLACE) ?? {};
    expect(read).toEqual({
      gtin: GTIN,
      lot: 'AB-12',
      expiresOn: '2026-11-30',
      expiresAt: ENDS,
      serial: 'S1',
    });
    expect(kept).not.toMatch(/^\]/);
  });

  it('takes day 00 as the last of the month, and a lot as good until the end of that day', () => {
    expect(readCode('(01)04006381333931(17)261100', PLACE)).toMatchObject({
      expiresOn: '2026-11-30',
      expiresAt: ENDS,
    });
    expect(readCode('(01)04006381333931(15)280200', PLACE)?.expiresOn).toBe('2028-02-29');
  });

  it('reads how many pieces a carton has, and the number of a product', () => {
    expect(readCode('(02)04006381333931(37)24', PLACE)).toMatchObject({ gtin: GTIN, quantity: 24 });
    expect(readCode('(241)CH-100(30)6', PLACE)).toMatchObject({ sku: 'CH-100', quantity: 6 });
  });

  it.each([
    ['a wrong check digit', '(01)04006381333932(10)A'],
    ['a date that does not exist', '(01)04006381333931(17)261301'],
    ['a code that was cut short', '(01)0400638'],
    ['an unknown element', `]C1${GTIN}05x`],
    ['a plain Code 128', ']C0CH-100'],
    ['digits of another kind', '4006381333932'],
    ['parentheses of another kind', '(abc) 12'],
  ])('takes %s as plain text', (_, text) => {
    const read = readCode(text, PLACE);
    expect(read?.sku).toBe(read?.text);
    expect(read).not.toHaveProperty('lot');
    expect(read).not.toHaveProperty('gtin');
  });

  it('returns null for what is no code', () => {
    for (const text of ['', '  \n', GS, ']C1', 'x'.repeat(MAX_CODE + 1)]) {
      expect(readCode(text, PLACE)).toBeNull();
    }
  });

  it('never throws, whatever is scanned', () => {
    const parts = fc.constantFrom(
      '(01)',
      '(17)',
      ']C1',
      ']d2',
      GS,
      '01',
      '17',
      '10',
      '37',
      '(',
      ')',
      EAN,
      GTIN,
      '99',
    );
    const noise = fc.array(fc.oneof(parts, fc.string({ unit: 'binary' })), { maxLength: 12 });
    fc.assert(
      fc.property(noise, (pieces) => {
        const read = readCode(pieces.join(''), PLACE);
        if (read === null) return;
        expect(read.text.length).toBeLessThanOrEqual(MAX_CODE);
        if (read.gtin !== undefined) expect(gtinOf(read.gtin)).toBe(read.gtin);
        if (read.expiresAt !== undefined) expect(Number.isSafeInteger(read.expiresAt)).toBe(true);
        if (read.quantity !== undefined) expect(read.quantity).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('reads back any article number, lot and date, however they are sent', () => {
    const lot = fc.stringMatching(/^[A-Za-z0-9/-]{1,20}$/);
    const day = fc.date({ min: new Date('1980-01-01'), max: new Date('2070-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(
        articleNumber,
        lot,
        day,
        fc.constantFrom(']C1', ']d2', ']Q3', ''),
        (number, code, date, prefix) => {
          const expiresOn = date.toISOString().slice(0, 10);
          const gtin = gtinOf(number) ?? '';
          const scanned = `${prefix}01${gtin}17${gs1Date(expiresOn)}10${code}`;
          const expected = { gtin, lot: code, expiresOn };
          expect(readCode(scanned, PLACE)).toMatchObject(expected);
          expect(readCode(`(01)${gtin}(17)${gs1Date(expiresOn)}(10)${code}`, PLACE)).toMatchObject(expected);
        },
      ),
    );
  });
});

describe('article numbers', () => {
  it('are equal in each form, and each form is one', () => {
    fc.assert(
      fc.property(articleNumber, (number) => {
        const gtin = gtinOf(number) ?? '';
        expect(gtin).toHaveLength(14);
        const forms = gtinForms(gtin);
        expect(forms).toContain(gtin);
        for (const form of forms) expect(gtinOf(form)).toBe(gtin);
        expect(forms).toContain(number);
      }),
    );
  });

  it('with one wrong digit are none, and the expected check digit is named', () => {
    fc.assert(
      fc.property(articleNumber, fc.integer({ min: 1, max: 9 }), (number, by) => {
        const wrong = `${number.slice(0, -1)}${(Number(number.at(-1)) + by) % 10}`;
        expect(gtinOf(wrong)).toBeNull();
        expect(expectedCheckDigit(wrong)).toBe(number.at(-1));
        expect(expectedCheckDigit(number)).toBeNull();
      }),
    );
  });

  it('let other codes pass as Code 128', () => {
    expect(symbologyOf(EAN)).toBe('ean13');
    expect(symbologyOf('036000291452')).toBe('upca');
    expect(symbologyOf('96385074')).toBe('ean8');
    expect(symbologyOf('CH-100')).toBe('code128');
    expect(symbologyOf('4006381333932')).toBe('code128');
    expect(expectedCheckDigit('CH-100')).toBeNull();
    expect(expectedCheckDigit('12345')).toBeNull();
  });
});

describe('gs1Day', () => {
  it('finds the year within 49 years before and 50 after', () => {
    expect(gs1Day('760101', '2026-11-22')).toBe('2076-01-01');
    expect(gs1Day('770101', '2026-11-22')).toBe('1977-01-01');
    expect(gs1Day('010101', '2090-01-01')).toBe('2101-01-01');
    expect(gs1Day('270229', '2026-11-22')).toBeNull();
    expect(gs1Day('2702', '2026-11-22')).toBeNull();
  });
});

describe('the barcode of a scanned code', () => {
  it('is the article number as it was scanned, or in its usual form', () => {
    const barcode = (text: string): string | null => {
      const code = readCode(text, PLACE);
      return code && barcodeOf(code);
    };
    expect(barcode(EAN)).toBe(EAN);
    expect(barcode('036000291452')).toBe('036000291452');
    expect(barcode(`(01)${GTIN}(10)L1`)).toBe(EAN);
    expect(barcode('(01)14006381333938')).toBe('14006381333938');
    expect(barcode(']C0SHELF-7')).toBe('SHELF-7');
    expect(barcode('(240)X9(10)L1')).toBe('X9');
  });
});
