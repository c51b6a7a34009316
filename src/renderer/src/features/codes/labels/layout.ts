import type { Bar, Picture } from '../picture.ts';
import type { Size } from './sheets.ts';

/** What stands on a label. */
export interface LabelContent {
  readonly name: string;
  readonly sku: string | null;
  readonly price: string | null;
  readonly location: string | null;
  readonly picture: Picture | null;
}

/** Returns the width of a text, mm; `size` is in mm. */
export type Measure = (text: string, size: number, bold: boolean) => number;

/** A line of text: its left end on the baseline, mm. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly bold: boolean;
  readonly width: number;
}

/** A label as it is drawn on screen and on paper, in mm from its top left corner. */
export interface LabelDrawing {
  readonly texts: readonly PlacedText[];
  readonly bars: readonly Bar[];
  /** Whether the bars are finer than scanners read. */
  readonly tooFine: boolean;
}

/** One point, mm. */
const PT = 0.3528;
/** The finest bars that hand-held scanners read for certain, mm (7.5 mil). */
const FINEST = 0.19;
/** The widest bars: those of an EAN at its nominal size, mm, and a little more for short codes. */
const WIDEST = 0.4;
/** The widest modules of a matrix, mm. */
const WIDEST_MODULE = 0.6;
/** What stays free at the edges, mm; printers shift the paper by up to one. */
const EDGE = 1.5;
const ELLIPSIS = '…';

interface Style {
  readonly lines: number;
  readonly name: number;
  readonly facts: number;
  readonly code: number;
}

/** The sizes of texts by the height of the label. */
function styleOf({ height }: Size): Style {
  if (height >= 30) return { lines: 2, name: 9 * PT, facts: 8 * PT, code: 7 * PT };
  if (height >= 24) return { lines: 1, name: 8 * PT, facts: 7 * PT, code: 6.5 * PT };
  return { lines: 1, name: 7 * PT, facts: 6 * PT, code: 6 * PT };
}

/** Places the content of a label. Texts are cut with an ellipsis; nothing leaves the label. */
export function layOut(content: LabelContent, size: Size, measure: Measure): LabelDrawing {
  const style = styleOf(size);
  const width = size.width - 2 * EDGE;
  const texts: PlacedText[] = [];
  let y = EDGE;
  const line = (text: string, x: number, textSize: number, bold: boolean): void => {
    const clean = plain(text);
    if (clean !== '') {
      const wide = measure(clean, textSize, bold);
      texts.push({ text: clean, x, y: y + textSize, size: textSize, bold, width: wide });
    }
  };
  for (const text of wrap(content.name, width, style.lines, (part) => measure(part, style.name, true))) {
    line(text, EDGE, style.name, true);
    y += style.name * 1.2;
  }
  y += 0.3;
  const price = plain(content.price ?? '');
  const priceWidth = price === '' ? 0 : measure(price, style.facts, true);
  const facts = [content.sku, content.location].map((fact) => plain(fact ?? '')).filter(Boolean);
  if (price !== '' && priceWidth <= width) line(price, size.width - EDGE - priceWidth, style.facts, true);
  if (facts.length > 0) {
    const room = Math.max(0, width - (priceWidth > 0 ? priceWidth + 2 : 0));
    line(
      cut(facts.join(' · '), room, (part) => measure(part, style.facts, false)),
      EDGE,
      style.facts,
      false,
    );
  }
  if (price !== '' || facts.length > 0) y += style.facts * 1.25;
  if (content.picture === null) return { texts, bars: [], tooFine: false };
  const box = { x: EDGE, y: y + 0.5, width, height: size.height - EDGE - y - 0.5 };
  const drawn =
    content.picture.kind === 'bars'
      ? placeBars(content.picture, box, style, measure)
      : placeMatrix(content.picture, box, style, measure);
  return { ...drawn, texts: [...texts, ...drawn.texts] };
}

interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

function placeBars(picture: Picture, box: Box, style: Style, measure: Measure): LabelDrawing {
  // The quiet zone may reach over the edge that is kept free of ink.
  const module = Math.min(WIDEST, (box.width + EDGE) / (picture.width + 2 * picture.quiet));
  const left = box.x + (box.width - module * picture.width) / 2;
  const height = Math.max(0, box.height - style.code * 1.25);
  const text = cut(plain(picture.text), box.width, (part) => measure(part, style.code, false));
  const width = measure(text, style.code, false);
  return {
    tooFine: module < FINEST,
    bars: picture.bars.map((bar) => ({
      x: left + bar.x * module,
      y: box.y,
      width: bar.width * module,
      height,
    })),
    texts: [
      {
        text,
        x: box.x + (box.width - width) / 2,
        y: box.y + box.height - style.code * 0.2,
        size: style.code,
        bold: false,
        width,
      },
    ],
  };
}

/** A matrix at the left, with what it says beside it: one element a line. */
function placeMatrix(picture: Picture, box: Box, style: Style, measure: Measure): LabelDrawing {
  const modules = picture.width + 2 * picture.quiet;
  const module = Math.min(WIDEST_MODULE, box.height / modules, (box.width * 0.5) / modules);
  const bars = picture.bars.map((bar) => ({
    x: box.x + (bar.x + picture.quiet) * module,
    y: box.y + (bar.y + picture.quiet) * module,
    width: bar.width * module,
    height: bar.height * module,
  }));
  const x = box.x + modules * module + 1.5;
  const room = box.x + box.width - x;
  const step = style.code * 1.3;
  const elements = picture.text.split(/(?=\(\d{2,4}\))/).slice(0, Math.max(0, Math.floor(box.height / step)));
  const texts = elements.map((element, i) => {
    const text = cut(plain(element), room, (part) => measure(part, style.code, false));
    const width = measure(text, style.code, false);
    return { text, x, y: box.y + step * i + style.code, size: style.code, bold: false, width };
  });
  return { bars, texts: texts.filter(({ text }) => text !== ''), tooFine: module < FINEST };
}

/** Returns a text in one line, without characters that no font draws. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Cuts a text with an ellipsis so that it is at most `room` wide. Never cuts within a character of several code points. */
export function cut(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const parts = [
    ...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text.slice(0, 1_000)),
  ].map(({ segment }) => segment);
  let [low, high] = [0, parts.length];
  const upTo = (count: number): string => `${parts.slice(0, count).join('').trimEnd()}${ELLIPSIS}`;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(upTo(middle)) <= room) low = middle;
    else high = middle - 1;
  }
  if (low > 0) return upTo(low);
  return measure(ELLIPSIS) <= room ? ELLIPSIS : '';
}

/** Breaks a text between words into at most `max` lines; the last is cut. */
function wrap(text: string, room: number, max: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let rest = plain(text);
  while (lines.length < max - 1 && rest !== '' && measure(rest) > room) {
    const words = rest.split(' ');
    let count = 0;
    while (count < words.length && measure(words.slice(0, count + 1).join(' ')) <= room) count++;
    if (count === 0) break;
    lines.push(words.slice(0, count).join(' '));
    rest = words.slice(count).join(' ');
  }
  if (rest !== '') lines.push(cut(rest, room, measure));
  return lines;
}
