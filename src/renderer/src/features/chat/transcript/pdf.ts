import { PDFDocument, type PDFFont, type PDFImage, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { TranscriptLine } from '#shared/text/transcript/document.ts';
import { plain } from '#shared/text/transcript/text.ts';
import { createPacer } from '../../../lib/pacer.ts';
import { pictureOf, type TextPicture } from '../../../lib/text-picture.ts';
import type { Transcript } from './document.ts';

/** A4 and its margins, points. */
const PAGE = { width: 595, height: 842, margin: 48 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const INK = rgb(0.08, 0.09, 0.11);
const QUIET = rgb(0.38, 0.4, 0.44);
/** The distance between lines, as a multiple of the size of the letters. */
const LEADING = 1.38;
/**
 * Lines in other scripts that are drawn as pictures, at most: each takes some 10 ms and 10 kB. Beyond that, characters that the
 * font lacks become question marks, and the document says so.
 */
const MAX_PICTURES = 400;

/** Draws a text as a picture. A test replaces it, because it needs a browser. */
export type DrawText = typeof pictureOf;

/** How a PDF is made. */
export interface PdfOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (messages: number) => void;
  readonly draw?: DrawText;
}

/** A finished PDF, and how many of its lines have characters that it does not show. */
export interface TranscriptPdf {
  readonly bytes: Uint8Array;
  readonly unshown: number;
}

/** Makes a PDF of a transcript in short slices of time. Throws the signal's reason once it is aborted. */
export async function transcriptPdf(
  { head, lines, words }: Transcript,
  { signal, onProgress, draw = pictureOf }: PdfOptions,
): Promise<TranscriptPdf> {
  const pace = createPacer();
  const sheet = await Sheet.create(head.title, words.page, draw);
  await sheet.put(head.title, { size: 16, bold: true });
  sheet.space(4);
  for (const [label, value] of head.facts) await sheet.put(`${label}: ${value}`, { size: 9, quiet: true });
  for (const warning of head.warnings) await sheet.put(warning, { size: 9, bold: true });
  let done = 0;
  for (const line of lines) {
    await putMessage(sheet, line, words.note);
    done += 1;
    if (done % 100 === 0) onProgress(done);
    await pace();
    signal.throwIfAborted();
  }
  onProgress(done);
  if (sheet.unshown > 0) {
    sheet.space(10);
    await sheet.put(words.unshown(sheet.unshown), { size: 9, bold: true });
  }
  const bytes = await sheet.save();
  signal.throwIfAborted();
  return { bytes, unshown: sheet.unshown };
}

async function putMessage(sheet: Sheet, line: TranscriptLine, note: string): Promise<void> {
  const { kind, day, time, author, body, attachments } = line;
  if (day !== null) {
    sheet.space(10);
    await sheet.put(day, { size: 9, bold: true });
  }
  sheet.space(6);
  // A name must not stand alone at the foot of a page.
  sheet.keep(2);
  await sheet.put(`${time} · ${author}${kind === 'note' ? ` · ${note}` : ''}`, { size: 8, quiet: true });
  const indent = kind === 'note' ? 14 : 0;
  for (const part of [...(body === '' ? [] : plain(body).split('\n')), ...attachments])
    await sheet.put(part, { size: 10, indent, quiet: kind === 'system' });
}

interface Look {
  readonly size: number;
  readonly bold?: boolean;
  readonly quiet?: boolean;
  /** How far from the margin it begins, points. */
  readonly indent?: number;
}

/** Pages that are filled from top to bottom. */
class Sheet {
  readonly #document: PDFDocument;
  readonly #fonts: { readonly plain: PDFFont; readonly bold: PDFFont };
  /** The widths of letters at the size 1, by font. The font knows no others. */
  readonly #widths: {
    readonly plain: ReadonlyMap<string, number>;
    readonly bold: ReadonlyMap<string, number>;
  };
  readonly #pictures = new Map<string, { readonly picture: TextPicture; readonly image: PDFImage }>();
  readonly #draw: DrawText;
  readonly #pageName: (page: number) => string;
  #page: PDFPage;
  #pages = 0;
  #y = 0;
  unshown = 0;

  private constructor(
    document: PDFDocument,
    fonts: { readonly plain: PDFFont; readonly bold: PDFFont },
    pageName: (page: number) => string,
    draw: DrawText,
  ) {
    this.#document = document;
    this.#fonts = fonts;
    this.#widths = { plain: widthsOf(fonts.plain), bold: widthsOf(fonts.bold) };
    this.#pageName = pageName;
    this.#draw = draw;
    this.#page = this.#begin();
  }

  static async create(title: string, pageName: (page: number) => string, draw: DrawText): Promise<Sheet> {
    const document = await PDFDocument.create();
    document.setTitle(title);
    document.setCreator('Quayside');
    const fonts = {
      plain: await document.embedFont(StandardFonts.Helvetica),
      bold: await document.embedFont(StandardFonts.HelveticaBold),
    };
    return new Sheet(document, fonts, pageName, draw);
  }

  space(points: number): void {
    this.#y -= points;
  }

  /** Begins a page unless so many more lines fit on this one. */
  keep(lines: number): void {
    if (this.#y - lines * 10 * LEADING < PAGE.margin) this.#page = this.#begin();
  }

  /** Puts a paragraph, broken into as many lines as it needs. */
  async put(text: string, look: Look): Promise<void> {
    // Narrow spaces are not in the font; a common one reads the same.
    const shown = text.replace(/[\u202f\u00a0\u2009]/g, ' ').replaceAll('\t', '    ');
    const widths = look.bold ? this.#widths.bold : this.#widths.plain;
    for (const line of brokenInto(shown, (WIDTH - (look.indent ?? 0)) / look.size, widths)) {
      if (this.#y - look.size * LEADING < PAGE.margin) this.#page = this.#begin();
      this.#y -= look.size * LEADING;
      await this.#line(line, look, widths);
    }
  }

  save(): Promise<Uint8Array> {
    return this.#document.save({ objectsPerTick: 10 });
  }

  async #line(line: string, look: Look, widths: ReadonlyMap<string, number>): Promise<void> {
    if (line.trim() === '') return;
    const { size, bold = false, quiet = false, indent = 0 } = look;
    const at = { x: PAGE.margin + indent, y: this.#y };
    const isPlain = [...line].every((letter) => widths.has(letter));
    if (!isPlain && this.#pictures.size < MAX_PICTURES) {
      const { picture, image } = await this.#picture(line, size, bold);
      // Letters may be wider than estimated.
      const scale = Math.min(1, (WIDTH - indent) / picture.width);
      const [width, height] = [picture.width * scale, picture.height * scale];
      this.#page.drawImage(image, { x: at.x, y: at.y - picture.below * scale, width, height });
      return;
    }
    if (!isPlain) this.unshown += 1;
    const text = isPlain ? line : [...line].map((letter) => (widths.has(letter) ? letter : '?')).join('');
    const font = bold ? this.#fonts.bold : this.#fonts.plain;
    this.#page.drawText(text, { ...at, size, font, color: quiet ? QUIET : INK });
  }

  async #picture(text: string, size: number, bold: boolean) {
    const key = JSON.stringify([text, size, bold]);
    const known = this.#pictures.get(key);
    if (known) return known;
    const picture = await this.#draw(text, { size, bold, maxWidth: Number.POSITIVE_INFINITY });
    const made = { picture, image: await this.#document.embedPng(picture.png) };
    this.#pictures.set(key, made);
    return made;
  }

  #begin(): PDFPage {
    const page = this.#document.addPage([PAGE.width, PAGE.height]);
    this.#pages += 1;
    this.#y = PAGE.height - PAGE.margin;
    page.drawText(this.#pageName(this.#pages), {
      ...{ x: PAGE.margin, y: PAGE.margin - 22, size: 8 },
      ...{ font: this.#fonts.plain, color: QUIET },
    });
    return page;
  }
}

function widthsOf(font: PDFFont): ReadonlyMap<string, number> {
  const letters = font.getCharacterSet().map((code) => String.fromCodePoint(code));
  return new Map(letters.map((letter) => [letter, font.widthOfTextAtSize(letter, 1)]));
}

/** The width of a letter that the font lacks, at the size 1: that of the widest scripts. */
const WIDE = 1.05;

/**
 * Breaks a text into lines of a width, at spaces where possible. Joined, the lines have all letters of the text, also of words
 * that are longer than a line.
 */
export function brokenInto(text: string, width: number, widths: ReadonlyMap<string, number>): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const end = (): void => {
    lines.push(line);
    line = '';
    used = 0;
  };
  for (const word of text.split(/(?<= )/)) {
    const letters = [...word];
    const long = letters.reduce((sum, letter) => sum + (widths.get(letter) ?? WIDE), 0);
    if (line !== '' && used + long > width) end();
    if (long <= width) {
      line += word;
      used += long;
      continue;
    }
    for (const letter of letters) {
      const own = widths.get(letter) ?? WIDE;
      if (line !== '' && used + own > width) end();
      line += letter;
      used += own;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}
