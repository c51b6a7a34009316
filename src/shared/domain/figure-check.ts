import { z } from 'zod';
import { Id, Timestamp } from './ids.ts';
import { SUM_NAMES } from './payment-sums.ts';

/** Values by name: amounts in minor units, and numbers. */
const Values = z.record(z.string().max(20), z.int());
export type SumValues = z.infer<typeof Values>;

/**
 * Which sum: of the minute (0), hour (1), day (2) or quarter of an hour (3) that begins at `bucket`, ms of UTC, in one currency.
 * `locationId` is empty for all locations together. `name` is the item of products; of methods it is the method and the outcome.
 */
export const SumKey = z.object({
  of: z.enum(SUM_NAMES),
  grain: z.int().min(0).max(3),
  bucket: Timestamp,
  currency: z.string().max(3),
  locationId: z.union([Id, z.literal('')]),
  name: z.string().max(120),
});
export type SumKey = z.infer<typeof SumKey>;

/** A sum with its key. */
export type KeyedSum = SumKey & { readonly values: SumValues };

/** A sum that is kept and is not what a recount of the payments gives. */
export const SumDifference = SumKey.extend({ kept: Values, counted: Values });
export type SumDifference = z.infer<typeof SumDifference>;

/** How many differences are listed. */
export const MAX_SUM_DIFFERENCES = 200;

/** A recount of all payments that this computer holds. Times are in ms. */
export const FigureReport = z.object({
  trigger: z.enum(['schedule', 'hand', 'rebuild']),
  startedAt: Timestamp,
  finishedAt: Timestamp,
  /** What was looked at. */
  payments: z.int().min(0),
  sums: z.int().min(0),
  /** How many sums differ; the first of them are listed. */
  total: z.int().min(0),
  differences: z.array(SumDifference).max(MAX_SUM_DIFFERENCES),
});
export type FigureReport = z.infer<typeof FigureReport>;

/** Returns a key as one string. */
export function sumKey({ of, grain, bucket, currency, locationId, name }: SumKey): string {
  return JSON.stringify([of, grain, bucket, currency, locationId, name]);
}

/** Returns the sums that differ, by their key. Sums of which there is no row are zero. */
export function differingSums(kept: readonly KeyedSum[], counted: readonly KeyedSum[]): SumDifference[] {
  const known = new Map(kept.map((row) => [sumKey(row), row]));
  const ought = new Map(counted.map((row) => [sumKey(row), row]));
  return [...new Set([...known.keys(), ...ought.keys()])].sort().flatMap((id) => {
    const row = known.get(id) ?? ought.get(id);
    if (row === undefined) return [];
    const { values, ...key } = row;
    const nothing = Object.fromEntries(Object.keys(values).map((name) => [name, 0]));
    const is = known.get(id)?.values ?? nothing;
    const should = ought.get(id)?.values ?? nothing;
    const same = Object.keys(values).every((name) => is[name] === should[name]);
    return same ? [] : [{ ...key, kept: is, counted: should }];
  });
}
