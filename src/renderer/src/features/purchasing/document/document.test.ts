import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePurchase, makePurchaseLine } from '../../../../../../tests/support/make/supplier.ts';
import { createFormat } from '../../../format/format.ts';
import { PAGE } from '../../../lib/document-page.ts';
import { isStandard, pdfOf } from '../../../lib/document-pdf.ts';
import { fitted } from '../../../lib/text-picture.ts';
import { type DocumentWords, layOut } from './layout.ts';

const WORDS: DocumentWords = {
  ...{ title: 'Purchase order PO-00001', supplier: 'Supplier', destination: 'Deliver to' },
  ...{ ordered: 'Ordered', expected: 'Expected', note: 'Note', total: 'Order total' },
  page: (page, pages) => `Page ${page} of ${pages}`,
  columns: ['#', 'SKU', 'Item', 'Quantity', 'Unit price', 'Total'],
};
const PARTIES = { supplierLines: ['Χαρτικά Αιγαίου', 'orders@aegean.example'], destination: 'Hall' };
const format = createFormat('en', 'UTC');
/** A picture of one transparent pixel. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

it('has every line once, on as many pages as needed, within the margins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.boolean(), (count, withNote) => {
      const lines = Array.from({ length: count }, (_, n) => makePurchaseLine({ name: `Item ${n}` }));
      const note = withNote ? 'Please call before you come. '.repeat(20) : null;
      const pages = layOut(makePurchase({ lines, note }), PARTIES, WORDS, format);
      const texts = pages.flatMap((page) => page.texts);
      const names = texts.map(({ text }) => text).filter((text) => text.startsWith('Item '));
      expect(names).toEqual(lines.map(({ name }) => name));
      expect(texts.filter(({ text }) => text === WORDS.total)).toHaveLength(1);
      expect(texts.filter(({ text }) => text === `Page 1 of ${pages.length}`)).toHaveLength(1);
      const outside = texts.filter(
        ({ x, y }) =>
          y < PAGE.margin / 2 ||
          y > PAGE.height - PAGE.margin ||
          x < PAGE.margin ||
          x > PAGE.width - PAGE.margin,
      );
      expect(outside).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

it('is a PDF in which text of other scripts is drawn as a picture', async () => {
  const drawn: string[] = [];
  const lines = [makePurchaseLine({ name: '関東オフィス' }), makePurchaseLine({ name: 'Käse – 5 €' })];
  const pages = layOut(makePurchase({ lines }), PARTIES, WORDS, format);
  const bytes = await pdfOf(pages, WORDS.title, async (text) => {
    drawn.push(text);
    return { png: PNG, width: 10, height: 10, below: 2 };
  });
  expect(drawn).toEqual(['Χαρτικά Αιγαίου', '関東オフィス']);
  const read = await PDFDocument.load(bytes);
  expect([read.getPageCount(), read.getTitle()]).toEqual([1, WORDS.title]);
  const font = await read.embedFont(StandardFonts.Helvetica);
  const letters = new Set(font.getCharacterSet());
  expect([isStandard('Müller & Söhne', letters), isStandard('Ελένη', letters)]).toEqual([true, false]);
});

it('shortens a text to its width, between whole letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, width) => {
      const shown = fitted(text, width, (part) => [...part].length);
      expect([...shown].length).toBeLessThanOrEqual(width);
      if (shown !== text) expect(text.startsWith(shown.slice(0, -1))).toBe(true);
    }),
  );
});
