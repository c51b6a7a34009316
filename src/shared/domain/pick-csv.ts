import { csvLine } from './csv.ts';

const HEAD = ['location', 'category', 'sku', 'item', 'quantity', 'picked', 'lots', 'orders'] as const;

/** A line of a picking list. */
export interface PickLine {
  readonly category: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly picked: number;
  readonly lots: readonly { readonly code: string; readonly quantity: number }[];
  readonly orders: readonly { readonly number: string; readonly quantity: number }[];
}

/** Returns a picking list as CSV (RFC 4180), a line for each item. Lots and orders are `code: quantity`, the first to leave first. */
export function pickCsv(location: string, lines: readonly PickLine[]): string {
  const listed = (parts: readonly (readonly [name: string, quantity: number])[]): string =>
    parts.map(([name, quantity]) => `${name}: ${quantity}`).join('; ');
  return [
    csvLine([...HEAD]),
    ...lines.map(({ category, sku, name, quantity, picked, lots, orders }) =>
      csvLine([
        ...[location, category, sku, name, quantity, picked],
        listed(lots.map((lot) => [lot.code, lot.quantity])),
        listed(orders.map((order) => [order.number, order.quantity])),
      ]),
    ),
  ].join('');
}
