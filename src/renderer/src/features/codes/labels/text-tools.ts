import { PDFDocument, type PDFFont, StandardFonts } from '@cantoo/pdf-lib';
import type { Measure } from './layout.ts';

/** A text as a picture, for scripts that the fonts of every PDF reader lack. Sizes are in mm. */
export interface TextPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** From the top of the picture to the baseline. */
  readonly ascent: number;
}

/** Draws and measures texts with the system's fonts. */
export interface SystemText {
  readonly measure: Measure;
  readonly draw: (text: string, size: number, bold: boolean) => Promise<TextPicture>;
}

/** Measures texts as the PDF draws them. */
export interface TextTools {
  readonly measure: Measure;
  /** Whether Helvetica, which every PDF reader has, has all characters of a text. */
  readonly isPlain: (text: string) => boolean;
}

/** Loads the measures of Helvetica; `system` is asked about texts in other scripts. */
export async function loadTextTools(system: Pick<SystemText, 'measure'>): Promise<TextTools> {
  const document = await PDFDocument.create();
  const regular = document.embedStandardFont(StandardFonts.Helvetica);
  const bold = document.embedStandardFont(StandardFonts.HelveticaBold);
  const known = new Set(regular.getCharacterSet());
  const isPlain = (text: string): boolean => [...text].every((one) => known.has(one.codePointAt(0) ?? 0));
  const widthIn = (font: PDFFont, text: string, size: number): number => font.widthOfTextAtSize(text, size);
  return {
    isPlain,
    measure: (text, size, isBold) =>
      isPlain(text) ? widthIn(isBold ? bold : regular, text, size) : system.measure(text, size, isBold),
  };
}
