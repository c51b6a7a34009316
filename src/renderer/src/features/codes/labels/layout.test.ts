import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRectangles } from '../../../../../../tests/support/renderer/decode.ts';
import { drawBarcode, drawLot } from '../picture.ts';
import { cut, layOut, type Measure } from './layout.ts';
import { labelsOn, placeOf, SHEET_IDS, SHEETS } from './sheets.ts';

/** Every character is 0.6 of the size wide, as in a font of a typewriter. */
const measure: Measure = (text, size) => [...text].length * size * 0.6;
const sizes = fc.constantFrom(...SHEET_IDS.map((id) => SHEETS[id].label));
const word = fc.string({ unit: 'grapheme', maxLength: 300 });

describe('a label', () => {
  it('lets nothing leave it, whatever stands on it', () => {
    const pictures = fc.constantFrom(
      null,
      drawBarcode('4006381333931'),
      drawBarcode('A-VERY-LONG-CODE-OF-THE-SHOP-0123456789'),
      drawLot({ barcode: '4006381333931', sku: 'x' }, { code: 'LOT-12345', expiresOn: '2026-11-30' }),
    );
    const maybe = fc.option(word);
    fc.assert(
      fc.property(sizes, word, maybe, maybe, maybe, pictures, (size, name, sku, price, location, picture) => {
        const { texts, bars } = layOut({ name, sku, price, location, picture }, size, measure);
        for (const { x, y, width, size: height } of texts) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(size.width + 1e-9);
          expect(y - height).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(size.height + 1e-9);
        }
        for (const { x, y, width, height } of bars) {
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(size.width + 1e-9);
          expect(y + height).toBeLessThanOrEqual(size.height + 1e-9);
        }
      }),
    );
  });

  it('has a barcode that scanners read, on each format', () => {
    const content = { name: 'Desk lamp, brass', sku: 'LA-1', price: '€12.50', location: 'Main' };
    for (const id of SHEET_IDS) {
      const size = SHEETS[id].label;
      for (const barcode of ['4006381333931', 'CH-100']) {
        const { bars, tooFine } = layOut({ ...content, picture: drawBarcode(barcode) }, size, measure);
        expect(tooFine).toBe(false);
        // 600 points to the inch.
        expect(decodeRectangles(bars, size, 24)?.text).toBe(barcode);
      }
    }
    const long = drawBarcode('A-VERY-LONG-CODE-OF-THE-SHOP-0123456789');
    expect(layOut({ ...content, picture: long }, SHEETS.l6009.label, measure).tooFine).toBe(true);
  });
});

describe('cut', () => {
  it('ends what is too long with an ellipsis, between characters', () => {
    const wide = (text: string): number => [...new Intl.Segmenter().segment(text)].length;
    expect(cut('short', 5, wide)).toBe('short');
    expect(cut('too long', 5, wide)).toBe('too…');
    expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2, wide)).toBe('👩‍👩‍👧…');
    expect(cut('abc', 0, wide)).toBe('');
    fc.assert(
      fc.property(word, fc.nat(40), (text, room) => {
        expect(wide(cut(text, room, wide))).toBeLessThanOrEqual(room);
      }),
    );
  });
});

describe('sheets', () => {
  it('have all labels on the paper, none over another', () => {
    for (const id of SHEET_IDS) {
      const { page, label, pitchX, pitchY, columns, rows } = SHEETS[id];
      const last = placeOf(SHEETS[id], labelsOn(SHEETS[id]) - 1);
      expect(last.x + label.width).toBeLessThanOrEqual(page.width);
      expect(last.y + label.height).toBeLessThanOrEqual(page.height);
      if (columns > 1) expect(pitchX).toBeGreaterThanOrEqual(label.width);
      if (rows > 1) expect(pitchY).toBeGreaterThanOrEqual(label.height);
    }
  });
});
