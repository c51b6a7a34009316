import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { relativeChange } from '#shared/domain/figures.ts';
import { currencyExponent } from '#shared/domain/money.ts';
import type { Summary } from '#shared/domain/summaries.ts';
import type { en } from '#shared/text/en.ts';
import type { Language } from '#shared/text/language.ts';
import { methodName } from '#shared/text/say.ts';

/** The words of a summary. */
export type SummaryWords = (
  key: keyof typeof en.summary,
  values?: Readonly<Record<string, string>>,
) => string;

const INK = rgb(0.08, 0.09, 0.11);
const MUTED = rgb(0.38, 0.4, 0.44);
const LINE = rgb(0.78, 0.8, 0.83);
const BAR = rgb(0.16, 0.36, 0.66);
/** A4 in points. */
const PAGE = { width: 595, height: 842, margin: 48 };
const ROW = 17;
const CHART = 90;

/** Where the next line goes, and what it is drawn with. */
interface Pen {
  readonly page: PDFPage;
  readonly plain: PDFFont;
  readonly bold: PDFFont;
  readonly letters: ReadonlySet<number>;
  y: number;
  /** Whether a name could not be written. */
  replaced: boolean;
}

/** The right edges of the columns of numbers, from the right. */
const COLUMNS = [0, 90, 190].map((left) => PAGE.width - PAGE.margin - left);

/**
 * Makes a summary's page, A4. Its text is set in Helvetica, which every reader has; a name in another script is replaced by its SKU or id,
 * and the foot says so.
 */
export async function summaryPdf(
  summary: Summary,
  language: Language,
  words: SummaryWords,
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const page = document.addPage([PAGE.width, PAGE.height]);
  const letters = new Set(plain.getCharacterSet());
  const pen: Pen = { page, plain, bold, letters, y: PAGE.height - PAGE.margin, replaced: false };
  const { period, timeZone } = summary;
  const format = formats(language, summary);
  const days =
    period.from === period.to
      ? format.day(period.from)
      : `${format.day(period.from)} – ${format.day(period.to)}`;
  document.setTitle(`${words(period.kind)}, ${days}`);
  document.setCreator('Quayside');
  pen.y -= 12;
  text(pen, words(period.kind), PAGE.margin, { size: 18, font: bold });
  text(pen, days, COLUMNS[0] ?? 0, { size: 11, right: true });
  pen.y -= 14;
  figuresTable(pen, summary, format, words);
  course(pen, summary, words);
  const named = (of: Summary['products']): Summary['products'] =>
    of.map((line) => ({ ...line, name: line.name || words('noLocation') }));
  breakdown(pen, words('products'), summary.products.slice(0, 8), format, words);
  breakdown(pen, words('locations'), named(summary.locations).slice(0, 5), format, words);
  const methods = summary.methods.map((line) => ({ ...line, name: methodName(line.name, language) }));
  breakdown(pen, words('methods'), methods.slice(0, 5), format, words);
  pen.y = PAGE.margin;
  const at = summary.asOf === null ? '–' : format.time(summary.asOf);
  text(pen, words('asOf', { at, timeZone }), PAGE.margin, { size: 8, color: MUTED });
  pen.y -= 11;
  if (pen.replaced) text(pen, words('scripts'), PAGE.margin, { size: 8, color: MUTED });
  return document.save();
}

type Formats = ReturnType<typeof formats>;

function formats(language: Language, { currency, timeZone }: Summary) {
  const money = new Intl.NumberFormat(language, { style: 'currency', currency });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const count = new Intl.NumberFormat(language);
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const major = (amount: number, of: string): number => amount / 10 ** currencyExponent(of);
  return {
    money: (amount: number) => money.format(major(amount, currency)),
    moneyIn: (amount: number, other: string) =>
      new Intl.NumberFormat(language, { style: 'currency', currency: other }).format(major(amount, other)),
    share: (of: number) => share.format(of),
    change: (of: number) => change.format(of),
    count: (of: number) => count.format(of),
    day: (of: string) => day.format(new Date(`${of}T12:00:00Z`)),
    time: (of: number) => time.format(of),
  };
}

interface TextStyle {
  readonly size?: number;
  readonly font?: PDFFont;
  readonly color?: typeof INK;
  readonly right?: boolean;
  readonly maxWidth?: number;
}

/** Whether Helvetica has all letters of a text. */
const isPlain = (pen: Pen, of: string): boolean =>
  [...of].every((one) => pen.letters.has(one.codePointAt(0) ?? 0));

/** Writes a text on the pen's line, cut off where it does not fit. */
function text(pen: Pen, of: string, x: number, style: TextStyle = {}): void {
  const { size = 9.5, font = pen.plain, color = INK, right = false, maxWidth = PAGE.width } = style;
  // Narrow and fixed spaces, and the true minus, are not in the standard fonts.
  let shown = of.replace(/[\u202f\u00a0\u2009]/g, ' ').replaceAll('\u2212', '-');
  const width = (part: string): number => font.widthOfTextAtSize(part, size);
  if (!isPlain(pen, shown)) shown = [...shown].map((one) => (isPlain(pen, one) ? one : '?')).join('');
  if (width(shown) > maxWidth) {
    while (shown !== '' && width(`${shown}…`) > maxWidth) shown = shown.slice(0, -1);
    shown = `${shown.trimEnd()}…`;
  }
  pen.page.drawText(shown, { x: right ? x - width(shown) : x, y: pen.y, size, font, color });
}

function rule(pen: Pen): void {
  const y = pen.y - 5;
  pen.page.drawLine({
    start: { x: PAGE.margin, y },
    end: { x: PAGE.width - PAGE.margin, y },
    thickness: 0.5,
    color: LINE,
  });
}

/** Begins a section: its title, and the heads of its columns of numbers, the rightmost first. */
function head(pen: Pen, title: string, columns: readonly string[]): void {
  pen.y -= 2 * ROW;
  text(pen, title, PAGE.margin, { size: 11, font: pen.bold });
  columns.forEach((name, i) => {
    text(pen, name, COLUMNS[i] ?? 0, { size: 8.5, color: MUTED, right: true });
  });
  rule(pen);
}

function row(pen: Pen, name: string, cells: readonly string[]): void {
  pen.y -= ROW;
  text(pen, name, PAGE.margin, { maxWidth: (COLUMNS[cells.length - 1] ?? 0) - PAGE.margin - 90 });
  cells.forEach((cell, i) => {
    text(pen, cell, COLUMNS[i] ?? 0, { right: true });
  });
  rule(pen);
}

function figuresTable(
  pen: Pen,
  { figures, otherRevenue }: Summary,
  format: Formats,
  words: SummaryWords,
): void {
  head(pen, words('figures'), [words('change'), words('previous'), words('value')]);
  for (const { name, unit, value, previous } of figures) {
    const shown = (of: number | null): string => {
      if (of === null) return '–';
      if (unit === 'money') return format.money(of);
      return unit === 'share' ? format.share(of) : format.count(of);
    };
    const change = value === null || previous === null ? null : relativeChange(value, previous);
    row(pen, words(name), [change === null ? '–' : format.change(change), shown(previous), shown(value)]);
  }
  for (const [currency, amount] of Object.entries(otherRevenue).slice(0, 3))
    row(pen, words('other', { currency }), ['', '', format.moneyIn(amount, currency)]);
}

/** The revenue over time as bars, from zero. */
function course(pen: Pen, { course: points }: Summary, words: SummaryWords): void {
  head(pen, words('course'), []);
  const most = Math.max(1, ...points.map(({ revenue }) => revenue));
  const width = (PAGE.width - 2 * PAGE.margin) / Math.max(1, points.length);
  const floor = pen.y - 12 - CHART;
  points.forEach(({ revenue }, i) => {
    const height = (Math.max(0, revenue) / most) * CHART;
    pen.page.drawRectangle({
      x: PAGE.margin + i * width + width * 0.1,
      y: floor,
      width: width * 0.8,
      height,
      color: BAR,
    });
  });
  pen.y = floor + 5;
  rule(pen);
}

function breakdown(
  pen: Pen,
  title: string,
  lines: Summary['products'],
  format: Formats,
  words: SummaryWords,
): void {
  head(pen, title, [words('revenue'), words('count')]);
  if (lines.length === 0) row(pen, words('none'), []);
  for (const { key, name, revenue, count } of lines) {
    const plain = isPlain(pen, name);
    pen.replaced ||= !plain;
    row(pen, plain ? name : key, [format.money(revenue), format.count(count)]);
  }
}
