import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from '#shared/domain/codes.ts';
import { checkDigit } from '#shared/domain/gtin.ts';
import { decodeRectangles } from '../../../../../tests/support/renderer/decode.ts';
import { drawBarcode, drawLot, type Picture } from './picture.ts';

const PLACE = { now: Date.UTC(2026, 10, 22), timeZone: 'UTC' };

/** Reads a picture as a scanner would, with its quiet zone around it. */
function read(picture: Picture | null): { text: string; format: string } | null {
  if (picture === null) throw new Error('There is no picture.');
  const { quiet, width, height } = picture;
  const tall = picture.kind === 'bars' ? 30 : 1;
  const bars = picture.bars.map((bar) => ({
    x: bar.x + quiet,
    y: bar.y * tall + quiet,
    width: bar.width,
    height: bar.height * tall,
  }));
  const size = { width: width + 2 * quiet, height: height * tall + 2 * quiet };
  return decodeRectangles(bars, size, picture.kind === 'bars' ? 2 : 5);
}

describe('a drawn barcode', () => {
  it.each([
    ['4006381333931', 'EAN_13', '4 006381 333931'],
    ['96385074', 'EAN_8', '9638 5074'],
    ['14006381333938', 'ITF', '14006381333938'],
    ['CH-100', 'CODE_128', 'CH-100'],
    ['4006381333932', 'CODE_128', '4006381333932'],
  ])('of %s is read back as %s', (barcode, format, text) => {
    expect(read(drawBarcode(barcode))).toEqual({ text: barcode, format });
    expect(drawBarcode(barcode)?.text).toBe(text);
  });

  it('is read back for any article number and any printable text', () => {
    const number = fc
      .tuple(fc.constantFrom(7, 12), fc.bigInt({ min: 1n, max: 999_999_999_999n }))
      .map(([length, n]) => String(n).slice(-length).padStart(length, '1'))
      .map((body) => body + checkDigit(body));
    const text = fc.stringMatching(/^[!-~]{1,24}$/);
    fc.assert(
      fc.property(fc.oneof(number, text), (barcode) => {
        expect(read(drawBarcode(barcode))?.text).toBe(barcode);
      }),
      { numRuns: 40 },
    );
  });

  it('of a UPC is one of 13 digits to most readers', () => {
    expect(read(drawBarcode('036000291452'))?.text).toMatch(/^0?036000291452$/);
  });

  it('does not exist for what no barcode can carry', () => {
    for (const barcode of ['', 'Größe 7', '茶', 'a\nb']) expect(drawBarcode(barcode)).toBeNull();
  });
});

describe('the DataMatrix of a lot', () => {
  it('says number, lot and expiry as a scan of it would', () => {
    const lot = fc.stringMatching(/^[A-Za-z0-9/-]{1,20}$/);
    const days = fc.constantFrom('2026-11-30', '2027-02-28', '2030-01-01', null);
    const items = fc.constantFrom(
      { barcode: '4006381333931', sku: 'CH-1' },
      { barcode: null, sku: 'CH-1' },
      { barcode: 'own', sku: 'X/9_a' },
    );
    fc.assert(
      fc.property(lot, days, items, (code, expiresOn, item) => {
        const found = read(drawLot(item, { code, expiresOn }));
        expect(found?.format).toBe('DATA_MATRIX');
        const scanned = readCode(found?.text ?? '', PLACE);
        expect(scanned).toMatchObject({
          lot: code,
          ...(expiresOn !== null && { expiresOn }),
          ...(item.barcode === '4006381333931' ? { gtin: '04006381333931' } : { sku: item.sku }),
        });
      }),
      { numRuns: 10 },
    );
  });

  it('does not exist where GS1 has no characters for it', () => {
    const item = { barcode: '4006381333931', sku: 'CH-1' };
    for (const code of ['', 'Größe', 'a b', 'x'.repeat(21), '(10)'])
      expect(drawLot(item, { code, expiresOn: null })).toBeNull();
    expect(drawLot({ barcode: null, sku: 'a b' }, { code: 'L1', expiresOn: null })).toBeNull();
  });
});
