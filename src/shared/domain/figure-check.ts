import { z } from 'zod';
import { Timestamp } from './ids.ts';

/** What is kept of the payments of a minute or an hour: amounts in minor units, and numbers. */
export const KeptSums = z.object({
  paid: z.int(),
  payments: z.int(),
  refunded: z.int(),
  refunds: z.int(),
  paidOrders: z.int(),
});
export type KeptSums = z.infer<typeof KeptSums>;

/** The sums of no payment. */
export const NO_SUMS: KeptSums = { paid: 0, payments: 0, refunded: 0, refunds: 0, paidOrders: 0 };

/** Which sums: of the minute (0) or the hour (1) that begins at `bucket`, ms, in one currency. */
export const SumKey = z.object({ grain: z.int(), bucket: Timestamp, currency: z.string().max(3) });
export type SumKey = z.infer<typeof SumKey>;

/** Sums that are kept and are not what a recount of the payments gives. */
export const SumDifference = SumKey.extend({ kept: KeptSums, counted: KeptSums });
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

/** Sums with their key. */
export type KeyedSums = SumKey & KeptSums;

const FIELDS = ['paid', 'payments', 'refunded', 'refunds', 'paidOrders'] as const;
const keyOf = ({ grain, bucket, currency }: SumKey): string => `${grain}|${bucket}|${currency}`;
const sumsOf = ({ paid, payments, refunded, refunds, paidOrders }: KeptSums): KeptSums => ({
  paid,
  payments,
  refunded,
  refunds,
  paidOrders,
});

/** Returns the sums that differ, by their key. Sums of which there is no row are zero. */
export function differingSums(kept: readonly KeyedSums[], counted: readonly KeyedSums[]): SumDifference[] {
  const known = new Map(kept.map((row) => [keyOf(row), row]));
  const ought = new Map(counted.map((row) => [keyOf(row), row]));
  return [...new Set([...known.keys(), ...ought.keys()])].sort().flatMap((key) => {
    const row = known.get(key) ?? ought.get(key);
    const is = known.get(key) ?? NO_SUMS;
    const should = ought.get(key) ?? NO_SUMS;
    if (row === undefined || FIELDS.every((field) => is[field] === should[field])) return [];
    const { grain, bucket, currency } = row;
    return [{ grain, bucket, currency, kept: sumsOf(is), counted: sumsOf(should) }];
  });
}
