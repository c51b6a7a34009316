/** The classes of items by revenue: A has the first 80 %, B the next 15 %, C the rest. */
export const ABC_CLASSES = ['A', 'B', 'C'] as const;
export type AbcClass = (typeof ABC_CLASSES)[number];

/** The shares of the revenue at which A and B end. */
export const ABC_SHARES = { A: 0.8, B: 0.95 } as const;
/** The days before today whose revenue decides about an item's class. */
export const ABC_DAYS = 90;

/** What an item was sold for, minor units of one currency. */
export interface ItemRevenue {
  readonly itemId: string;
  readonly revenue: number;
}

/**
 * Returns the class of each item that was sold. Items are taken by revenue, the largest first (ties by id): an item belongs to A as
 * long as those before it have less than 80 % of the revenue, to B up to 95 %. Items without revenue are not in the result; they are C.
 */
export function abcClasses(items: readonly ItemRevenue[]): ReadonlyMap<string, AbcClass> {
  const sold = items
    .filter(({ revenue }) => revenue > 0)
    .sort((a, b) => b.revenue - a.revenue || (a.itemId < b.itemId ? -1 : 1));
  const total = sold.reduce((sum, { revenue }) => sum + revenue, 0);
  let before = 0;
  return new Map(
    sold.map(({ itemId, revenue }) => {
      const share = before / total;
      before += revenue;
      return [itemId, share < ABC_SHARES.A ? 'A' : share < ABC_SHARES.B ? 'B' : 'C'];
    }),
  );
}
