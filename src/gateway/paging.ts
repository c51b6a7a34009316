import { z } from 'zod';
import { refuseField } from './refuse.ts';

/** Most rows a page of a list has. */
const MAX_PAGE = 500;

/** The query of every list: how many rows, and where the page before ended. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
  /** `next` of the page before. */
  cursor: z.string().max(400).optional(),
});

/** The answer of every list. `next` is null where the list ends. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row).max(MAX_PAGE), next: z.string().nullable() });
}

/** Makes a page's answer: rows, and the cursor after the last one if the page is full. */
export function page<T>(
  rows: T[],
  limit: number,
  keyOf: (last: T) => unknown,
): { rows: T[]; next: string | null } {
  const last = rows.at(-1);
  const full = rows.length >= limit && last !== undefined;
  return { rows, next: full ? Buffer.from(JSON.stringify(keyOf(last))).toString('base64url') : null };
}

/** Reads a cursor back; `start` where there is none. Refuses with `invalid` what is not one of this list's. */
export function cursorKey<T>(cursor: string | undefined, schema: z.ZodType<T>, start: T): T {
  if (cursor === undefined) return start;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return refuseField('cursor', 'This is not a cursor of this list.');
  }
}

/** The key of lists that go back in time, and where they start: after everything. */
export const TimeKey = z.object({ at: z.number(), id: z.string() });
export type TimeKey = z.infer<typeof TimeKey>;
export const LATEST: TimeKey = { at: Number.MAX_SAFE_INTEGER, id: '' };
