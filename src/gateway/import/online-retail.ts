import { parseMinorUnits } from '#shared/domain/money.ts';
import { err, ok, type Result } from '#shared/domain/result.ts';
import { localToUtc } from './local-time.ts';
import { bad, MAX_CODE, multiplyDecimal, parseWhole, type SourceFormat, type SourceRow } from './row.ts';

const CURRENCY = 'GBP';

/**
 * The UCI "Online Retail" format. An InvoiceNo that starts with C is a cancellation with negative quantities. Lines without a
 * CustomerID belong to guests. A negative quantity on any other invoice is a stock write-off, not a sale, and reported as an
 * invalid row. A line's total is Quantity · UnitPrice, rounded once, half away from zero (unit prices have up to three
 * decimals).
 */
export const onlineRetail: SourceFormat = {
  columns: ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'],
  freeText: ['Description'],
  currency: CURRENCY,
  orderNumber: (record) => (record['InvoiceNo'] ?? '').trim(),
  orderId: (orderNumber) => `or:${orderNumber}`,
  map: (record, timeZone) => {
    const field = (name: string): string => (record[name] ?? '').trim();
    const orderNumber = field('InvoiceNo');
    if (!/^[A-Za-z0-9-]+$/.test(orderNumber) || orderNumber.length > MAX_CODE)
      return bad('InvoiceNo', orderNumber, 'is not an invoice number');
    const sku = field('StockCode');
    if (sku === '' || sku.length > MAX_CODE)
      return bad('StockCode', sku, sku === '' ? 'is empty' : 'is too long');
    const at = parseInvoiceDate(field('InvoiceDate'), timeZone);
    if (at === null) return bad('InvoiceDate', field('InvoiceDate'), 'is not a date such as 12/1/10 8:26');
    const customerId = field('CustomerID').replace(/\.0$/, '');
    if (customerId.length > MAX_CODE) return bad('CustomerID', customerId, 'is too long');
    const amounts = readAmounts(field('Quantity'), field('UnitPrice'), /^C/i.test(orderNumber));
    if (!amounts.ok) return amounts;
    return ok({
      ...amounts.value,
      orderNumber,
      at,
      customer:
        customerId === '' ? null : { id: `or:${customerId}`, name: `Customer ${customerId}`, email: null },
      sku,
      name: field('Description').slice(0, 300),
      category: 'Gifts',
    });
  },
};

type Amounts = Pick<SourceRow, 'kind' | 'quantity' | 'unitPrice' | 'total'>;

function readAmounts(
  quantityText: string,
  priceText: string,
  cancellation: boolean,
): Result<Amounts, string> {
  const quantity = parseWhole(quantityText);
  if (quantity === null) return bad('Quantity', quantityText, 'is not a whole number');
  if (quantity === 0) return bad('Quantity', quantityText, 'is zero');
  if (cancellation && quantity > 0) return bad('Quantity', quantityText, 'is positive in a cancellation');
  if (!cancellation && quantity < 0)
    return bad(
      'Quantity',
      quantityText,
      'is negative outside a cancellation (a stock write-off is not a sale)',
    );
  const unitPrice = parseMinorUnits(priceText, CURRENCY);
  if (unitPrice === null) return bad('UnitPrice', priceText, 'is not an amount');
  if (unitPrice < 0 || priceText.startsWith('-')) return bad('UnitPrice', priceText, 'is negative');
  const size = Math.abs(quantity);
  const total = parseMinorUnits(multiplyDecimal(priceText.replace(/^\+/, ''), size) ?? '', CURRENCY);
  if (total === null) return err(`${size} times UnitPrice "${priceText}" is too large`);
  return ok({ kind: cancellation ? 'cancellation' : 'order', quantity: size, unitPrice, total });
}

/** Parses `M/D/YY H:mm` (or a year of four digits) in a zone to ms since epoch. */
function parseInvoiceDate(text: string, timeZone: string): number | null {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4}) (\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [month, day, year, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return localToUtc({ year: year < 100 ? 2000 + year : year, month, day, hour, minute }, timeZone);
}
