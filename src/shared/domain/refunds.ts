import type { RefundedLine } from './order-account.ts';
import type { OrderLine } from './orders.ts';

/** A quantity of a line of an order, by the place of the line from 0. Lines of an order never move. */
export interface LineQuantity {
  readonly line: number;
  readonly quantity: number;
}

/** Returns how much of each line was refunded. */
export function refundedByLine(lines: readonly LineQuantity[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return sums;
}

/** Adds up quantities of lines, one entry a line, in the order of the lines. */
export function addLines(...lines: readonly (readonly LineQuantity[])[]): LineQuantity[] {
  return [...refundedByLine(lines.flat())]
    .map(([line, quantity]) => ({ line, quantity }))
    .sort((a, b) => a.line - b.line);
}

/** Half up, exact beyond 2^53. */
function rounded(total: number, quantity: number, ordered: number): number {
  const [t, q, o] = [BigInt(total), BigInt(quantity), BigInt(ordered)];
  return Number((2n * t * q + o) / (2n * o));
}

/**
 * Returns the share that pieces of a line have of its total after discounts, minor units, if others were refunded before. Each share is
 * the difference of two rounded sums, so that the shares of a whole line add up to its total, in whatever parts it is refunded.
 */
export function shareOfLine(
  { total, quantity: ordered }: Pick<OrderLine, 'total' | 'quantity'>,
  before: number,
  quantity: number,
): number {
  return rounded(total, before + quantity, ordered) - rounded(total, before, ordered);
}

/** Returns the first line of which more would be refunded than was ordered, with how much is left; null if there is none. */
export function excessRefund(
  lines: readonly Pick<OrderLine, 'quantity'>[],
  before: readonly LineQuantity[],
  refunded: readonly LineQuantity[],
): { readonly line: number; readonly left: number } | null {
  const done = refundedByLine(before);
  for (const [line, quantity] of refundedByLine(refunded)) {
    const left = (lines[line]?.quantity ?? 0) - (done.get(line) ?? 0);
    if (quantity > left) return { line, left };
  }
  return null;
}

/**
 * Allots an amount to the chosen pieces of lines: each line gets its share while there is money left. What is above the shares is for
 * shipping or something else, and is allotted to no line; so the parts never add up to more than the amount.
 */
export function allotted(
  lines: readonly Pick<OrderLine, 'total' | 'quantity'>[],
  before: readonly LineQuantity[],
  chosen: readonly LineQuantity[],
  amount: number,
): RefundedLine[] {
  const done = refundedByLine(before);
  let left = amount;
  return addLines(chosen).flatMap(({ line, quantity }) => {
    const of = lines[line];
    if (of === undefined || quantity === 0) return [];
    const part = Math.min(left, shareOfLine(of, done.get(line) ?? 0, quantity));
    left -= part;
    return [{ line, quantity, amount: part }];
  });
}
