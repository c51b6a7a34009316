import { z } from 'zod';
import { refuse } from './refuse.ts';

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

/** Rows that are read at a time: with large rows, a page is full long before its last row is read. */
const SLICE_ROWS = 25;
/** The size of a page's rows as JSON, bytes; a page holds at least one row. */
export const MAX_PAGE_BYTES = 1024 * 1024;

/**
 * Reads a page slice by slice, until it has `limit` rows or MAX_PAGE_BYTES. `read` returns at most that many rows after a key.
 * `next` is the cursor after the last row; null where there is none after it.
 */
export function page<T, K>(
  query: { readonly limit: number; readonly cursor?: string | undefined },
  key: { readonly schema: z.ZodType<K>; readonly start: K; of(row: T): K },
  read: (after: K, limit: number) => T[],
): { rows: T[]; next: string | null } {
  const rows: T[] = [];
  let bytes = 0;
  let after = cursorKey(query.cursor, key.schema, key.start);
  while (rows.length < query.limit) {
    const wanted = Math.min(SLICE_ROWS, query.limit - rows.length);
    const slice = read(after, wanted);
    for (const row of slice) {
      bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
      if (rows.length > 0 && bytes > MAX_PAGE_BYTES) return { rows, next: encode(after) };
      rows.push(row);
      after = key.of(row);
    }
    if (slice.length < wanted) return { rows, next: null };
  }
  return { rows, next: encode(after) };
}

const encode = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Decodes a cursor; returns `start` without one. Refuses a cursor of another list with `invalid`. */
function cursorKey<T>(cursor: string | undefined, schema: z.ZodType<T>, start: T): T {
  if (cursor === undefined) return start;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    return refuse('cursor_foreign', {}, { field: 'cursor' });
  }
}

const TimeKey = z.object({ at: z.number(), id: z.string() });
/** The key of lists that are sorted newest first. */
export type TimeKey = z.infer<typeof TimeKey>;

/** The key after every row: where such a list starts. */
export const LATEST: TimeKey = { at: Number.MAX_SAFE_INTEGER, id: '' };

/** Describes the key of a list that is sorted newest first, from its rows' time and id. */
export function newestFirst<T>(of: (row: T) => TimeKey) {
  return { schema: TimeKey, start: LATEST, of };
}

/** The key of lists that are sorted by id. */
export const BY_ID = { schema: z.string(), start: '', of: (row: { readonly id: string }): string => row.id };
