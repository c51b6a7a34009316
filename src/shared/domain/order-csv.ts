import { type CsvCell, moneyCell } from './csv.ts';
import type { PaymentState } from './order-list.ts';
import type { Order } from './orders.ts';

/** What a file has a line for: each order, or each line of an order. */
export const ORDER_EXPORTS = ['orders', 'lines'] as const;
export type OrderExport = (typeof ORDER_EXPORTS)[number];

/** An order as it is exported. */
export interface ExportedOrder {
  readonly order: Order;
  readonly locationName: string | null;
  /** Null where its payments are not known. */
  readonly paid: number | null;
  readonly refunded: number | null;
  readonly payment: PaymentState | null;
}

const SHARED = ['number', 'placed_at', 'status', 'location', 'customer', 'email', 'currency'] as const;

/** The header of each file. */
export const ORDER_CSV_HEADERS: Readonly<Record<OrderExport, readonly string[]>> = {
  orders: [...SHARED, 'lines', 'total', 'payment', 'paid', 'refunded', 'id'],
  lines: [
    ...SHARED,
    ...['line', 'sku', 'name', 'quantity', 'unit_price', 'list_price', 'price_reason'],
    ...['discount', 'line_total', 'id'],
  ],
};

function sharedCells({ order, locationName }: ExportedOrder): CsvCell[] {
  const { number, placedAt, status, customer, currency } = order;
  const when = new Date(placedAt).toISOString();
  return [number, when, status, locationName, customer?.name ?? null, customer?.email ?? null, currency];
}

/** Returns an order as the cells of its line, or of one line for each of its lines. */
export function orderCells(kind: OrderExport, exported: ExportedOrder): CsvCell[][] {
  const { order, payment, paid, refunded } = exported;
  const { currency, lines, total, id } = order;
  const money = (amount: number | null): CsvCell => moneyCell(amount, currency);
  const shared = sharedCells(exported);
  if (kind === 'orders')
    return [[...shared, lines.length, money(total), payment, money(paid), money(refunded), id]];
  return lines.map(({ sku, name, quantity, unitPrice, total: lineTotal, listPrice, priceReason }, n) => [
    ...[...shared, n + 1, sku, name, quantity, money(unitPrice), money(listPrice ?? null)],
    ...[priceReason ?? null, money(unitPrice * quantity - lineTotal), money(lineTotal), id],
  ]);
}
