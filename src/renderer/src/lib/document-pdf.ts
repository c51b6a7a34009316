import { PDFDocument, type PDFFont, type PDFImage, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { type DocumentPage, PAGE, type PlacedText } from './document-page.ts';
import { fitted, pictureOf, type TextPicture } from './text-picture.ts';

const INK = rgb(0.08, 0.09, 0.11);
const LINE = rgb(0.72, 0.74, 0.77);

/** Draws a text as a picture. A test replaces it, because it needs a browser. */
export type DrawText = typeof pictureOf;

interface Drawing {
  readonly document: PDFDocument;
  readonly fonts: { readonly plain: PDFFont; readonly bold: PDFFont };
  /** What the standard fonts can write. */
  readonly letters: ReadonlySet<number>;
  readonly pictures: Map<string, { readonly picture: TextPicture; readonly image: PDFImage }>;
  readonly draw: DrawText;
}

/**
 * Makes a PDF of laid-out pages. Western European text is set in Helvetica, which every reader has. Text in another script becomes
 * a picture drawn with this computer's fonts, so that every name is readable and nothing has to be downloaded.
 */
export async function pdfOf(
  pages: readonly DocumentPage[],
  title: string,
  draw: DrawText = pictureOf,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setCreator('Quayside');
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const drawing: Drawing = {
    document,
    fonts: { plain, bold: await document.embedFont(StandardFonts.HelveticaBold) },
    letters: new Set(plain.getCharacterSet()),
    pictures: new Map(),
    draw,
  };
  for (const { texts, rules } of pages) {
    const page = document.addPage([PAGE.width, PAGE.height]);
    for (const { y } of rules)
      page.drawLine({
        start: { x: PAGE.margin, y },
        end: { x: PAGE.width - PAGE.margin, y },
        thickness: 0.6,
        color: LINE,
      });
    for (const text of texts) await drawText(drawing, page, text);
  }
  return document.save();
}

/** Whether a font has all letters of a text. The library itself writes a question mark for those that it has not. */
export function isStandard(text: string, letters: ReadonlySet<number>): boolean {
  return [...text].every((letter) => letters.has(letter.codePointAt(0) ?? 0));
}

async function drawText(drawing: Drawing, page: PDFPage, placed: PlacedText): Promise<void> {
  const { size, bold, right, x, y, maxWidth } = placed;
  // Narrow spaces between digits are not in the standard fonts; a common one reads the same.
  const text = placed.text.replace(/[\u202f\u00a0\u2009]/g, ' ').trim();
  if (text === '') return;
  const font = bold ? drawing.fonts.bold : drawing.fonts.plain;
  if (isStandard(text, drawing.letters)) {
    const shown = fitted(text, maxWidth, (part) => font.widthOfTextAtSize(part, size));
    const width = font.widthOfTextAtSize(shown, size);
    page.drawText(shown, { x: right ? x - width : x, y, size, font, color: INK });
    return;
  }
  const { picture, image } = await imageOf(drawing, text, { size, bold, maxWidth });
  const { width, height, below } = picture;
  page.drawImage(image, { x: right ? x - width : x, y: y - below, width, height });
}

async function imageOf(
  { document, pictures, draw }: Drawing,
  text: string,
  options: Parameters<DrawText>[1],
): Promise<{ readonly picture: TextPicture; readonly image: PDFImage }> {
  const key = JSON.stringify([text, options]);
  const known = pictures.get(key);
  if (known) return known;
  const picture = await draw(text, options);
  const made = { picture, image: await document.embedPng(picture.png) };
  pictures.set(key, made);
  return made;
}
