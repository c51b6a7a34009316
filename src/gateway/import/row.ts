import type { Customer } from '#shared/domain/orders.ts';
import { err, type Result } from '#shared/domain/result.ts';

/** One order line, as a format maps it. Amounts are minor units; `total` is after discounts and never negative. */
export interface SourceRow {
  /** `cancellation` lines are refunds; their quantities and totals are positive here. */
  readonly kind: 'order' | 'cancellation';
  readonly orderNumber: string;
  readonly at: number;
  readonly customer: Customer | null;
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}

/** Maps the rows of one kind of file. */
export interface SourceFormat {
  readonly columns: readonly string[];
  /** Columns whose values may have line breaks. */
  readonly freeText: readonly string[];
  readonly currency: string;
  /** Returns the order number of a row, valid or not; empty if there is none. */
  orderNumber(record: Readonly<Record<string, string>>): string;
  /** Returns the row, or the reason why it is invalid. `timeZone` is that of the file's local times. */
  map(record: Readonly<Record<string, string>>, timeZone: string): Result<SourceRow, string>;
  /** Returns a stable id for an order number, at most 64 characters. */
  orderId(orderNumber: string): string;
}

/** Longest code: an id has 64 characters, prefix included. */
export const MAX_CODE = 48;

/** Returns an error that names the column and shows the value, shortened. */
export function bad(column: string, value: string, what: string): Result<never, string> {
  const shown = value.length > 40 ? `${value.slice(0, 39)}…` : value;
  return err(`${column} "${shown}" ${what}`);
}

/** Parses a whole number such as `12` or `-3`; null for anything else or beyond a billion. */
export function parseWhole(text: string): number | null {
  if (!/^-?\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return Math.abs(value) <= 1_000_000_000 ? value : null;
}

/** Returns `decimal · factor` exactly, as a decimal string; null if `decimal` is not a plain decimal. */
export function multiplyDecimal(decimal: string, factor: number): string | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal);
  if (!match) return null;
  const fraction = match[3] ?? '';
  const product = BigInt(`${match[2]}${fraction}`) * BigInt(factor) * (match[1] === '-' ? -1n : 1n);
  const digits = (product < 0n ? -product : product).toString().padStart(fraction.length + 1, '0');
  const whole = digits.slice(0, digits.length - fraction.length);
  const sign = product < 0n ? '-' : '';
  return fraction.length > 0 ? `${sign}${whole}.${digits.slice(-fraction.length)}` : `${sign}${whole}`;
}
