import type { Older, Provenance } from '#shared/bridge/contract.ts';
import type { Channel } from '#shared/protocol/channels.ts';
import { olderThan } from './older.ts';
import { asOf, decodeCursor, encodeCursor, type Reader } from './reader.ts';

/** A page of what happened to a record, newest first. */
interface EntriesPage<R> {
  readonly rows: R[];
  readonly next: string | null;
  readonly asOf: Provenance;
  readonly older?: Older;
}

/**
 * Reads a page of what happened to a record. `read` returns up to `limit` of its entries before a position, newest first; `which`
 * says which entries, and of which record.
 */
export function entriesPage<R extends { readonly seq: number; readonly at: number }>(
  reader: Reader,
  { after, limit }: { readonly after: string | null; readonly limit: number },
  which: { readonly channel: Channel; readonly kind: string; readonly of: NonNullable<Older['of']> },
  read: (before: number, limit: number) => readonly R[],
): EntriesPage<R> {
  const [key] = decodeCursor(after, ['number']) ?? [];
  const found = read(typeof key === 'number' ? key : Number.MAX_SAFE_INTEGER, limit + 1);
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const isLast = found.length <= limit;
  return {
    rows,
    next: !isLast && last ? encodeCursor([last.seq]) : null,
    asOf: asOf(reader, [which.channel]),
    ...olderThan(reader, {
      ...which,
      before: last ? JSON.stringify([last.seq]) : null,
      isLast,
      at: last?.at ?? null,
    }),
  };
}
