import { parseMinorUnits } from '#shared/domain/money.ts';
import { ok } from '#shared/domain/result.ts';
import { localToUtc } from './local-time.ts';
import { bad, MAX_CODE, parseWhole, type SourceFormat } from './row.ts';

const CURRENCY = 'USD';

/**
 * The "Superstore" format. Sales is the line's total after its discount, from which the unit price is derived. The order date
 * has no time and is read as the start of the day. There are no returns.
 */
export const superstore: SourceFormat = {
  columns: [
    'Order ID',
    'Order Date',
    'Customer ID',
    'Customer Name',
    'Product ID',
    'Category',
    'Sub-Category',
    'Product Name',
    'Sales',
    'Quantity',
    'Discount',
  ],
  freeText: ['Product Name'],
  currency: CURRENCY,
  orderNumber: (record) => (record['Order ID'] ?? '').trim(),
  orderId: (orderNumber) => `ss:${orderNumber}`,
  map: (record, timeZone) => {
    const field = (name: string): string => (record[name] ?? '').trim();
    const orderNumber = field('Order ID');
    if (orderNumber === '' || orderNumber.length > MAX_CODE)
      return bad('Order ID', orderNumber, 'is not an order number');
    const sku = field('Product ID');
    if (sku === '' || sku.length > MAX_CODE)
      return bad('Product ID', sku, sku === '' ? 'is empty' : 'is too long');
    const at = parseDay(field('Order Date'), timeZone);
    if (at === null) return bad('Order Date', field('Order Date'), 'is not a date such as 2016-11-08');
    const customerId = field('Customer ID');
    if (customerId.length > MAX_CODE) return bad('Customer ID', customerId, 'is too long');
    const quantity = parseWhole(field('Quantity'));
    if (quantity === null) return bad('Quantity', field('Quantity'), 'is not a whole number');
    if (quantity < 1) return bad('Quantity', field('Quantity'), 'is not positive');
    const total = parseMinorUnits(field('Sales'), CURRENCY);
    if (total === null) return bad('Sales', field('Sales'), 'is not an amount');
    if (total < 0) return bad('Sales', field('Sales'), 'is negative');
    const discount = Number(field('Discount') || '0');
    if (!(discount >= 0 && discount < 1))
      return bad('Discount', field('Discount'), 'is not a fraction below 1');
    return ok({
      kind: 'order',
      orderNumber,
      at,
      customer:
        customerId === ''
          ? null
          : {
              id: `ss:${customerId}`,
              name: field('Customer Name').slice(0, 200) || `Customer ${customerId}`,
              email: null,
            },
      sku,
      name: field('Product Name').slice(0, 300),
      category: field('Sub-Category') || field('Category') || 'Other',
      quantity,
      unitPrice: Math.round(total / quantity / (1 - discount)),
      total,
    });
  },
};

function parseDay(text: string, timeZone: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return localToUtc({ year, month, day, hour: 0, minute: 0 }, timeZone);
}
