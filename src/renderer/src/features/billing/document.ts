import type { TFunction } from 'i18next';
import type { Invoice } from '#shared/domain/billing.ts';
import { csvLine, csvStart, moneyCell } from '#shared/domain/csv.ts';
import type { Format } from '../../format/format.ts';
import { type DocumentPage, PAGE, type PlacedText } from '../../lib/document-page.ts';
import { lineWords, planName } from './words.ts';

const ROW = 30;
const BOTTOM = PAGE.margin + 40;

/** Lays an invoice out on pages of A4: whose it is, its month, its lines and their sum. */
export function layOutInvoice(invoice: Invoice, t: TFunction, format: Format): DocumentPage[] {
  const pages: { texts: PlacedText[]; rules: { y: number }[] }[] = [];
  const edge = PAGE.width - PAGE.margin;
  let y = 0;
  const put = (text: string, more: Partial<Omit<PlacedText, 'text' | 'y'>> = {}): void => {
    const place = { x: PAGE.margin, size: 9, bold: false, right: false, maxWidth: 380, ...more };
    pages.at(-1)?.texts.push({ text, y, ...place });
  };
  const rule = (): void => void pages.at(-1)?.rules.push({ y: y - 5 });
  const begin = (): void => {
    pages.push({ texts: [], rules: [] });
    y = PAGE.height - PAGE.margin - 12;
    put(t('billing.invoiceTitle', { number: format.integer(invoice.number) }), { size: 18, bold: true });
    y -= 26;
  };
  begin();
  for (const [label, value] of factsOf(invoice, t, format)) {
    put(label, { bold: true, maxWidth: 130 });
    put(value, { x: PAGE.margin + 140, maxWidth: 340 });
    y -= 15;
  }
  y -= 14;
  put(t('billing.columns.what'), { bold: true, size: 8 });
  put(t('billing.columns.amount'), { bold: true, size: 8, right: true, x: edge });
  rule();
  y -= 20;
  for (const line of invoice.lines) {
    if (y < BOTTOM) begin();
    const { what, much } = lineWords(line, t, format);
    put(what);
    put(format.money(line.amount, invoice.currency), { x: edge, right: true, maxWidth: 100 });
    y -= 12;
    put(much, { size: 8 });
    rule();
    y -= ROW - 12;
  }
  if (y < BOTTOM) begin();
  y -= 6;
  put(t('billing.total'), { bold: true, size: 11 });
  put(format.money(invoice.total, invoice.currency), {
    ...{ x: edge, right: true, bold: true, size: 11, maxWidth: 140 },
  });
  return pages;
}

/** What stands above the lines. */
function factsOf(invoice: Invoice, t: TFunction, format: Format): (readonly [string, string])[] {
  return [
    [t('billing.plan'), planName(invoice.plan)],
    [t('billing.period'), `${format.dateTime(invoice.startsAt)} – ${format.dateTime(invoice.endsAt)}`],
    [t('billing.issued'), format.dateTime(invoice.issuedAt)],
    [t('billing.state'), t(`billing.states.${invoice.state}`)],
  ];
}

/** Returns an invoice as CSV (RFC 4180): a line for each of its lines. Amounts add up to the total. */
export function invoiceCsv(invoice: Invoice): string {
  const { number, period, currency, lines } = invoice;
  const head = ['invoice', 'period', 'kind', 'name', 'quantity', 'from', 'to', 'amount', 'currency'];
  const time = (at: number): string => new Date(at).toISOString();
  return [
    csvStart({ bom: true }),
    csvLine(head),
    ...lines.map(({ kind, name, quantity, amount, from, to }) =>
      csvLine([
        ...[number, period, kind, name, quantity, time(from), time(to)],
        ...[moneyCell(amount, currency), currency],
      ]),
    ),
  ].join('');
}
