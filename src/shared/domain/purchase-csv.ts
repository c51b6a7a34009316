import { csvLine, moneyCell } from './csv.ts';
import { missingOf, type Purchase } from './purchasing.ts';

const HEAD = [
  'order',
  'supplier',
  'line',
  'sku',
  'supplier_sku',
  'item',
  'quantity',
  'pack_size',
  'received',
  'missing',
  'unit_price',
  'line_total',
  'currency',
] as const;

/** Returns a purchase order as CSV (RFC 4180), a line of the file for each line of the order. Amounts are in its currency. */
export function purchaseCsv(
  purchase: Pick<Purchase, 'number' | 'supplierName' | 'currency' | 'lines'>,
): string {
  const { number, supplierName, currency } = purchase;
  const lines = purchase.lines.map((line, n) =>
    csvLine([
      ...[number, supplierName, n + 1, line.sku, line.supplierSku, line.name],
      ...[line.quantity, line.packSize, line.received, missingOf(line)],
      ...[moneyCell(line.unitPrice, currency), moneyCell(line.unitPrice * line.quantity, currency), currency],
    ]),
  );
  return [csvLine([...HEAD]), ...lines].join('');
}
