import {
  type PDFDocument,
  type PDFFont,
  type PDFImage,
  type PDFPage,
  PDFDocument as Pdf,
  rgb,
  StandardFonts,
} from '@cantoo/pdf-lib';
import type { LabelDrawing, PlacedText } from './layout.ts';
import { labelsOn, placeOf, type Sheet } from './sheets.ts';
import type { SystemText, TextPicture, TextTools } from './text-tools.ts';

/** Points of a PDF to one mm. */
const MM = 72 / 25.4;
const BLACK = rgb(0, 0, 0);

/** A label, and how many of it are printed. */
export interface PrintedLabel {
  readonly drawing: LabelDrawing;
  readonly count: number;
}

/** What a PDF is made of. `skip`: so many labels of the first sheet are already used. */
export interface PdfOrder {
  readonly sheet: Sheet;
  readonly labels: readonly PrintedLabel[];
  readonly skip: number;
  readonly title: string;
}

/** Makes a PDF of labels at their real size. Bars are vectors; texts in scripts that Helvetica lacks are pictures of 600 dpi. */
export async function makePdf(
  { sheet, labels, skip, title }: PdfOrder,
  tools: Pick<TextTools, 'isPlain'>,
  system: Pick<SystemText, 'draw'>,
): Promise<Uint8Array> {
  const document = await Pdf.create();
  document.setTitle(title);
  const pen = await createPen(document, tools, system);
  const size: [number, number] = [sheet.page.width * MM, sheet.page.height * MM];
  const perPage = labelsOn(sheet);
  let at = Math.min(Math.max(0, skip), perPage - 1);
  let page = document.addPage(size);
  for (const { drawing, count } of labels) {
    for (let n = 0; n < count; n++) {
      if (at === perPage) {
        page = document.addPage(size);
        at = 0;
      }
      const { x, y } = placeOf(sheet, at);
      await pen(page, drawing, x, y);
      at += 1;
    }
  }
  return document.save();
}

type Pen = (page: PDFPage, drawing: LabelDrawing, x: number, y: number) => Promise<void>;

async function createPen(
  document: PDFDocument,
  tools: Pick<TextTools, 'isPlain'>,
  system: Pick<SystemText, 'draw'>,
): Promise<Pen> {
  const fonts: Readonly<Record<'regular' | 'bold', PDFFont>> = {
    regular: document.embedStandardFont(StandardFonts.Helvetica),
    bold: document.embedStandardFont(StandardFonts.HelveticaBold),
  };
  const pictures = new Map<string, { readonly image: PDFImage; readonly of: TextPicture }>();
  const pictureOf = async ({ text, size, bold }: PlacedText) => {
    const key = `${size} ${bold} ${text}`;
    const known = pictures.get(key);
    if (known) return known;
    const of = await system.draw(text, size, bold);
    const made = { image: await document.embedPng(of.png), of };
    pictures.set(key, made);
    return made;
  };
  return async (page, drawing, left, top) => {
    const height = page.getHeight();
    for (const bar of drawing.bars) {
      page.drawRectangle({
        x: (left + bar.x) * MM,
        y: height - (top + bar.y + bar.height) * MM,
        width: bar.width * MM,
        height: bar.height * MM,
        color: BLACK,
      });
    }
    for (const text of drawing.texts) {
      const [x, y] = [(left + text.x) * MM, height - (top + text.y) * MM];
      if (tools.isPlain(text.text)) {
        const font = text.bold ? fonts.bold : fonts.regular;
        page.drawText(text.text, { x, y, size: text.size * MM, font, color: BLACK });
        continue;
      }
      const { image, of } = await pictureOf(text);
      page.drawImage(image, {
        x,
        y: y - (of.height - of.ascent) * MM,
        width: of.width * MM,
        height: of.height * MM,
      });
    }
  };
}
