import type { Purchase } from '#shared/domain/purchasing.ts';
import type { Format } from '../../../format/format.ts';
import { type DocumentPage, PAGE, type PlacedText, type Rule } from '../../../lib/document-page.ts';

/** The words of the document. */
export interface DocumentWords {
  readonly title: string;
  readonly supplier: string;
  readonly destination: string;
  readonly ordered: string;
  readonly expected: string;
  readonly note: string;
  readonly total: string;
  readonly page: (page: number, pages: number) => string;
  readonly columns: readonly [string, string, string, string, string, string];
}

/** Where the goods go, and how the supplier is reached. */
export interface DocumentParties {
  readonly supplierLines: readonly string[];
  readonly destination: string;
}

/** Columns of the lines: where they are, and whether they are aligned to the right. */
const COLUMNS = [
  { x: PAGE.margin, width: 24, right: false },
  { x: PAGE.margin + 26, width: 82, right: false },
  { x: PAGE.margin + 112, width: 196, right: false },
  { x: 400, width: 60, right: true },
  { x: 470, width: 66, right: true },
  { x: PAGE.width - PAGE.margin, width: 74, right: true },
] as const;
const ROW = 17;
const BOTTOM = PAGE.margin + 30;

/** Lays an order out on pages of A4. Pure: texts are measured and shortened when they are drawn. */
export function layOut(
  purchase: Purchase,
  parties: DocumentParties,
  words: DocumentWords,
  format: Pick<Format, 'integer' | 'money' | 'isoDay' | 'calendarDay'>,
): DocumentPage[] {
  const pages: { texts: PlacedText[]; rules: Rule[] }[] = [];
  let y = 0;
  const put = (
    text: string,
    x: number,
    options: Partial<Omit<PlacedText, 'text' | 'x' | 'y'>> = {},
  ): void => {
    const rest = { size: 9, bold: false, right: false, maxWidth: PAGE.width - PAGE.margin - x, ...options };
    pages.at(-1)?.texts.push({ text, x, y, ...rest });
  };
  const rule = (): void => void pages.at(-1)?.rules.push({ y: y - 5 });
  const row = (cells: readonly string[], bold = false): void => {
    for (const [n, { x, width, right }] of COLUMNS.entries())
      put(cells[n] ?? '', x, { bold, right, maxWidth: width, size: bold ? 8 : 9 });
  };
  const begin = (): void => {
    pages.push({ texts: [], rules: [] });
    y = PAGE.height - PAGE.margin - 12;
    put(words.title, PAGE.margin, { size: pages.length === 1 ? 18 : 11, bold: true });
    y -= pages.length === 1 ? 34 : 24;
    if (pages.length === 1) y = header(purchase, parties, words, format, put, y, (at) => (y = at));
    row(words.columns, true);
    rule();
    y -= ROW;
  };
  begin();
  purchase.lines.forEach((line, n) => {
    if (y < BOTTOM) begin();
    row([
      format.integer(n + 1),
      line.supplierSku ?? line.sku,
      line.name,
      format.integer(line.quantity),
      format.money(line.unitPrice, purchase.currency),
      format.money(line.unitPrice * line.quantity, purchase.currency),
    ]);
    y -= ROW;
  });
  if (y < BOTTOM + ROW) begin();
  y += ROW - 4;
  rule();
  y -= ROW + 4;
  put(words.total, COLUMNS[3].x, { bold: true, right: true, size: 10, maxWidth: 160 });
  put(format.money(purchase.total, purchase.currency), COLUMNS[5].x, {
    ...{ bold: true, right: true, size: 10, maxWidth: 130 },
  });
  pages.forEach((page, n) => {
    page.texts.push({
      text: words.page(n + 1, pages.length),
      ...{
        x: PAGE.width - PAGE.margin,
        y: PAGE.margin - 14,
        size: 8,
        bold: false,
        right: true,
        maxWidth: 200,
      },
    });
  });
  return pages;
}

/** Puts supplier, destination and days above the lines. Returns how far down it came. */
function header(
  purchase: Purchase,
  parties: DocumentParties,
  words: DocumentWords,
  format: Pick<Format, 'isoDay' | 'calendarDay'>,
  put: (text: string, x: number, options?: Partial<Omit<PlacedText, 'text' | 'x' | 'y'>>) => void,
  from: number,
  moveTo: (y: number) => void,
): number {
  const half = (PAGE.width - 2 * PAGE.margin) / 2;
  const block = (x: number, label: string, lines: readonly string[], at: number): number => {
    let y = at;
    moveTo(y);
    put(label, x, { size: 8, bold: true, maxWidth: half - 12 });
    for (const line of lines) {
      y -= 13;
      moveTo(y);
      put(line, x, { maxWidth: half - 12 });
    }
    return y - 22;
  };
  const day = (iso: string | null): string => (iso === null ? '–' : format.isoDay(iso));
  const right = PAGE.margin + half;
  const orderedOn = format.calendarDay(purchase.placedAt ?? purchase.createdAt);
  const left = block(PAGE.margin, words.supplier, parties.supplierLines, from);
  const other = block(right, words.destination, [parties.destination], from);
  const dates = block(right, words.ordered, [day(orderedOn)], other);
  const expected = block(right, words.expected, [day(purchase.expectedOn)], dates);
  let y = Math.min(left, expected);
  if (purchase.note !== null) y = block(PAGE.margin, words.note, noteLines(purchase.note), y);
  moveTo(y);
  return y;
}

/** Breaks a note into lines of about 95 letters, at most 12 of them. */
function noteLines(note: string): string[] {
  const lines = note.split('\n').flatMap((paragraph) => {
    const broken = [''];
    for (const word of paragraph.split(' ')) {
      const last = broken.at(-1) ?? '';
      if (last !== '' && last.length + word.length > 95) broken.push(word);
      else broken[broken.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return broken;
  });
  return lines.length > 12 ? [...lines.slice(0, 11), '…'] : lines;
}
