import { z } from 'zod';
import { Id } from './ids.ts';
import { Quantity } from './inventory.ts';
import { MinorUnits } from './money.ts';

/** The most lines of an order that is entered by hand. */
export const MAX_ENTERED_LINES = 200;

/** How an order that is entered by hand can be paid in the same step. */
export const MANUAL_METHODS = ['cash', 'card', 'bank_transfer', 'invoice', 'other'] as const;

/** A line of an order that is entered by hand. Amounts are in minor units of the order's currency. */
export const EnteredLine = z.strictObject({
  itemId: Id,
  quantity: Quantity.min(1),
  unitPrice: MinorUnits.min(0),
  /** What is taken off the line as a whole. */
  discount: MinorUnits.min(0),
  /** Why the price is not that of the item; null if it is. */
  priceReason: z.string().trim().min(1).max(200).nullable(),
});
export type EnteredLine = z.infer<typeof EnteredLine>;

/** What numbers that the gateway gives begin with, and the digits that they have at least. */
const PREFIX = 'SO-';
const DIGITS = 5;

/** Returns the number of an order from its place in the sequence: `SO-00042`. */
export function orderNumberOf(place: number): string {
  return `${PREFIX}${String(place).padStart(DIGITS, '0')}`;
}

/** Returns the price of a line before discounts, minor units; null if it is too large to be exact. */
export function linePrice({
  quantity,
  unitPrice,
}: Pick<EnteredLine, 'quantity' | 'unitPrice'>): number | null {
  const price = quantity * unitPrice;
  return Number.isSafeInteger(price) ? price : null;
}

/** What is wrong with a line, `discount`: it is above the price of the line; `total`: the price is too large to be exact. */
export type LineProblem = 'currency' | 'archived' | 'total' | 'discount' | 'price_reason';

/** The item of a line, as far as its price depends on it. */
export interface PricedItem {
  readonly price: number;
  readonly currency: string;
  readonly status: 'active' | 'archived';
}

/** Returns the first thing that is wrong with a line of an order in a currency; null if nothing is. */
export function problemOfLine(
  line: Pick<EnteredLine, 'quantity' | 'unitPrice' | 'discount' | 'priceReason'>,
  item: PricedItem,
  currency: string,
): LineProblem | null {
  if (item.currency !== currency) return 'currency';
  if (item.status === 'archived') return 'archived';
  const price = linePrice(line);
  if (price === null) return 'total';
  if (line.discount > price) return 'discount';
  if (line.unitPrice !== item.price && line.priceReason === null) return 'price_reason';
  return null;
}

/** Whether the total of a line is one that its price allows: discounts lower it, and nothing raises it. */
export function isTotalOfLine(line: {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly total: number;
}): boolean {
  const price = linePrice(line);
  return price !== null && line.total <= price;
}

/** What a location has of the goods of an order. */
export interface LocationStock {
  readonly locationId: string;
  /** What is available, by item. An item that is not listed is not there. */
  readonly available: ReadonlyMap<string, number>;
}

/** How well a location can deliver an order: the items that it does not have enough of, and how many units are missing in all. */
export interface LocationFit {
  readonly locationId: string;
  readonly short: readonly string[];
  readonly missing: number;
}

/** Returns how well each location can deliver what is demanded of each item, in the order of the locations. */
export function locationFits(
  demand: ReadonlyMap<string, number>,
  stock: readonly LocationStock[],
): LocationFit[] {
  return stock.map(({ locationId, available }) => {
    const lacks = [...demand].flatMap(([itemId, quantity]) => {
      const missing = quantity - Math.max(0, available.get(itemId) ?? 0);
      return missing > 0 ? [{ itemId, missing }] : [];
    });
    return {
      locationId,
      short: lacks.map(({ itemId }) => itemId),
      missing: lacks.reduce((sum, { missing }) => sum + missing, 0),
    };
  });
}

/**
 * Returns the location that an order is best delivered from: the first that has all of it, else the one that lacks the fewest items,
 * and of those the fewest units. null without locations.
 */
export function suggestLocation(fits: readonly LocationFit[]): LocationFit | null {
  return fits.reduce<LocationFit | null>((best, fit) => {
    if (best === null) return fit;
    const fewer = fit.short.length - best.short.length || fit.missing - best.missing;
    return fewer < 0 ? fit : best;
  }, null);
}
