import { inflateSync } from 'node:zlib';
import { PDFDocument, PDFRawStream } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { type Dark, decodeRectangles } from '../../../../../../tests/support/renderer/decode.ts';
import { drawBarcode, drawLot } from '../picture.ts';
import { layOut } from './layout.ts';
import { makePdf } from './pdf.ts';
import { placeOf, SHEETS } from './sheets.ts';
import { loadTextTools, type SystemText } from './text-tools.ts';

const MM = 72 / 25.4;
/** A PNG of one white point. */
const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP6DwABBQECz6AuzQAAAABJRU5ErkJggg=='),
  (c) => c.charCodeAt(0),
);
const drawn: string[] = [];
const system: SystemText = {
  measure: (text, size) => text.length * size,
  draw: async (text, size) => {
    drawn.push(text);
    return { png: PNG, width: text.length * size, height: size * 1.2, ascent: size };
  },
};

/** Returns the filled rectangles of a page, in mm from its top left corner. */
async function rectanglesOf(bytes: Uint8Array, index: number): Promise<Dark[]> {
  const document = await PDFDocument.load(bytes);
  const page = document.getPage(index);
  const refs = page.node.normalizedEntries().Contents?.asArray() ?? [];
  const text = refs
    .map((ref) => document.context.lookup(ref))
    .filter((stream) => stream instanceof PDFRawStream)
    .map((stream) => inflateSync(stream.getContents()).toString('latin1'))
    .join('\n');
  // A rectangle is drawn downwards from its top left corner.
  const rectangle =
    /1 0 0 1 ([\d.e-]+) ([\d.e-]+) cm\s+1 0 0 1 0 0 cm[^h]*?0 0 m\s+([\d.e-]+) 0 l\s+[\d.e-]+ ([\d.e-]+) l/g;
  return [...text.matchAll(rectangle)].map((found) => {
    const [x = 0, top = 0, width = 0, height = 0] = found.slice(1).map((n) => Number(n) / MM);
    return { x, y: page.getHeight() / MM - top, width, height };
  });
}

describe('the PDF of labels', () => {
  it('has barcodes that are read back, where the sheet has its labels', async () => {
    const tools = await loadTextTools(system);
    const codes = ['4006381333931', 'CH-100', '96385074', '036000291452', '14006381333938', 'x y/z'];
    for (const id of ['l7160', 'roll57'] as const) {
      const sheet = SHEETS[id];
      const labels = codes.map((code) => ({
        count: 1,
        drawing: layOut(
          { name: `Item ${code}`, sku: code, price: '€1.00', location: null, picture: drawBarcode(code) },
          sheet.label,
          tools.measure,
        ),
      }));
      const pdf = await makePdf({ sheet, labels, skip: 0, title: 'Labels' }, tools, system);
      const perPage = sheet.columns * sheet.rows;
      for (const [i, code] of codes.entries()) {
        const corner = placeOf(sheet, i % perPage);
        const all = await rectanglesOf(pdf, Math.floor(i / perPage));
        const own = all
          .map((bar) => ({ ...bar, x: bar.x - corner.x, y: bar.y - corner.y }))
          .filter(({ x, y }) => x >= 0 && y >= 0 && x < sheet.label.width && y < sheet.label.height);
        expect(decodeRectangles(own, sheet.label, 24)?.text, code).toMatch(new RegExp(`^0?${code}$`));
      }
    }
  });

  it('has the DataMatrix of a lot', async () => {
    const tools = await loadTextTools(system);
    const sheet = SHEETS.roll57;
    const picture = drawLot({ barcode: '4006381333931', sku: 'x' }, { code: 'L-9', expiresOn: '2026-11-30' });
    const drawing = layOut(
      { name: 'Tea', sku: null, price: null, location: null, picture },
      sheet.label,
      tools.measure,
    );
    const pdf = await makePdf({ sheet, labels: [{ count: 1, drawing }], skip: 0, title: 'x' }, tools, system);
    const bars = await rectanglesOf(pdf, 0);
    // Readers of matrix codes begin in the middle of the picture.
    const [left, top] = [Math.min(...bars.map(({ x }) => x)), Math.min(...bars.map(({ y }) => y))];
    const centred = bars.map((bar) => ({ ...bar, x: bar.x - left + 2, y: bar.y - top + 2 }));
    const side = Math.max(...centred.map(({ x, width }) => x + width)) + 2;
    const read = decodeRectangles(centred, { width: side, height: side }, 12);
    expect(read?.text).toBe('\u001d01040063813339311726113010L-9');
  });

  it('takes text in any script, and draws each only once', async () => {
    const tools = await loadTextTools(system);
    const sheet = SHEETS.l7160;
    drawn.length = 0;
    const names = [
      'Größe 7 – „Ölkanne“ €',
      'グリーン茶',
      'مصباح مكتب',
      'ชาเขียว',
      '👩‍👩‍👧 lamp',
      '',
      'a\u0000b\nc',
      '\ud800',
    ];
    const labels = names.map((name) => ({
      count: 30,
      drawing: layOut(
        { name, sku: 'S', price: null, location: null, picture: null },
        sheet.label,
        tools.measure,
      ),
    }));
    const pdf = await makePdf({ sheet, labels, skip: 20, title: 'Größe 茶' }, tools, system);
    const document = await PDFDocument.load(pdf);
    expect(document.getPageCount()).toBe(Math.ceil((20 + 30 * names.length) / 21));
    expect(drawn).toEqual(['グリーン茶', 'مصباح مكتب', 'ชาเขียว', '👩‍👩‍👧 lamp'.replace(/\u200d/g, ' ')]);
  });
});
