import { z } from 'zod';
import { Timestamp } from './ids.ts';
import { DAY_MS } from './time.ts';

/** The longest comment, UTF-16 units. */
const MAX_COMMENT = 1000;
/** How long after a resolution it can be rated, and the rating be changed, ms. */
const RATING_OPEN_MS = 7 * DAY_MS;

/** What a customer enters. Text is kept as the database can store it. */
export const RatingContent = z.strictObject({
  score: z.int().min(1).max(5),
  comment: z
    .string()
    .overwrite((text) => text.toWellFormed())
    .trim()
    .max(MAX_COMMENT)
    .nullable(),
});
export type RatingContent = z.infer<typeof RatingContent>;

/** How a customer rated a resolution. A resolution has one rating, which the customer may change for a while. */
export const Rating = z.object({
  score: z.int().min(1).max(5),
  comment: z.string().max(MAX_COMMENT).nullable(),
  /** When it was given or changed last. */
  at: Timestamp,
  /** The resolution that it is about, by its time. */
  resolvedAt: Timestamp,
});
export type Rating = z.infer<typeof Rating>;

/** Returns the resolution that can be rated at a moment, by its time, ms; null for none. */
export function ratable(
  clocks: { readonly resolvedAt: number | null; readonly replied: boolean } | null,
  now: number,
): number | null {
  // A conversation that nobody answered has nothing to rate.
  if (!clocks?.replied || clocks.resolvedAt === null) return null;
  return now < clocks.resolvedAt + RATING_OPEN_MS ? clocks.resolvedAt : null;
}
