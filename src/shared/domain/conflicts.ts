import { z } from 'zod';

/** The most lines of a bulk command that a conflict names. */
export const MAX_STALE_LINES = 2500;

/** A field of a line of a bulk command that is no longer what the user saw, as a conflict reports it. */
export const StaleLine = z.object({
  line: z.int().min(0),
  field: z.string().max(60),
  expected: z.unknown(),
  current: z.unknown(),
});
export type StaleLine = z.infer<typeof StaleLine>;

const StaleLines = z.array(StaleLine).max(MAX_STALE_LINES);
const CurrentQuantity = z.int();
const CurrentLot = z.object({ code: z.string(), expiresAt: z.number().nullable() });
export type CurrentLot = z.infer<typeof CurrentLot>;

/** Returns the lines that a conflict of a bulk command names; none where it names none. */
export const staleLinesOf = (current: unknown): readonly StaleLine[] =>
  StaleLines.safeParse(current).data ?? [];

/** Returns the quantity that stands now, as a conflict reports it; null where it reports none. */
export const currentQuantity = (current: unknown): number | null =>
  CurrentQuantity.safeParse(current).data ?? null;

/** Returns the lot that is there now, as a conflict reports it; null where it reports none. */
export const currentLot = (current: unknown): CurrentLot | null => CurrentLot.safeParse(current).data ?? null;
