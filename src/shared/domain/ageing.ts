/* How old stock is, by the day on which its lot was received: the one home of this rule. */

/** The first days of the age classes: up to 30, 60 and 90 days, and over that. */
export const AGE_CLASSES = [0, 31, 61, 91] as const;
export type AgeClass = (typeof AGE_CLASSES)[number];

/** Lots of one age: how many whole days they have been in stock, and their units. */
export interface Aged {
  readonly days: number;
  readonly units: number;
  readonly lots: number;
}

/** The stock of one age class. `value` is in minor units of the item's currency; null for an item without a cost. */
export interface AgedStock {
  readonly from: AgeClass;
  readonly units: number;
  readonly lots: number;
  readonly value: number | null;
}

/** Returns the class of an age in whole days. */
export function ageClassOf(days: number): AgeClass {
  return AGE_CLASSES.findLast((from) => days >= from) ?? 0;
}

/** Returns the stock of every age class, youngest first, at the cost of a unit. */
export function ageing(stock: readonly Aged[], cost: number | null): AgedStock[] {
  return AGE_CLASSES.map((from) => {
    const own = stock.filter(({ days }) => ageClassOf(days) === from);
    const units = own.reduce((sum, one) => sum + one.units, 0);
    const lots = own.reduce((sum, one) => sum + one.lots, 0);
    return { from, units, lots, value: cost === null ? null : units * cost };
  });
}
