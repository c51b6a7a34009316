import { z } from 'zod';
import { refuseField } from './refuse.ts';

/** Maximum rows of a page. */
const MAX_PAGE = 500;

/** The query parameters of every list. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
  /** `next` of the previous page. */
  cursor: z.string().max(400).optional(),
});

/** Returns the response schema of a list. `next` is null on the last page. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row).max(MAX_PAGE), next: z.string().nullable() });
}

/** Builds a page: the rows, and the cursor after the last one if the page is full. */
export function page<T>(
  rows: T[],
  limit: number,
  keyOf: (last: T) => unknown,
): { rows: T[]; next: string | null } {
  const last = rows.at(-1);
  const full = rows.length >= limit && last !== undefined;
  return { rows, next: full ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null };
}

/** Decodes a cursor; returns `start` without one. Refuses a cursor of another list with `invalid`. */
export function cursorKey<T>(cursor: string | undefined, schema: z.ZodType<T>, start: T): T {
  if (cursor === undefined) return start;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return refuseField('cursor', 'This cursor does not belong to this list.');
  }
}

/** The key of lists that are sorted newest first. */
export const TimeKey = z.object({ at: z.number(), id: z.string() });
export type TimeKey = z.infer<typeof TimeKey>;
/** The key after every row: where such a list starts. */
export const LATEST: TimeKey = { at: Number.MAX_SAFE_INTEGER, id: '' };
