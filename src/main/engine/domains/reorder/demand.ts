import { type Demand, demandOf } from '#shared/domain/reorder.ts';
import { stockDays } from '#shared/domain/stock-days.ts';
import type { Reader } from '../../store/reader.ts';
import {
  allLevels,
  bookedLate,
  byLevel,
  type LevelMove,
  newestMove,
  placesByItem,
  schemaVersion,
  visitMoves,
} from './flows.ts';

/** The demand for every item over whole days that have passed; null where it is unknown. */
export interface DemandBook {
  at(itemId: string, locationId: string): Demand | null;
  inAll(itemId: string): Demand | null;
}

interface Kept {
  readonly schema: number;
  readonly key: string;
  readonly book: DemandBook;
  /** The newest movement that was looked at. */
  seq: number;
}

/** One book for each connection: about 100 bytes a level and item. */
const books = new WeakMap<Reader, Kept>();

/**
 * Returns the demand over the days between the edges, of which the cache must hold all movements. The days have passed, so the
 * book stays right until a day ends: it is made once a day and connection, and again when something was booked into its days
 * later, or a snapshot has replaced the tables.
 */
export function demandBook(reader: Reader, edges: readonly number[]): DemandBook {
  const [key, schema] = [edges.join(), schemaVersion(reader)];
  const kept = books.get(reader);
  if (kept?.key === key && kept.schema === schema) {
    const newest = newestMove(reader);
    const changed = newest < kept.seq || bookedLate(reader, kept.seq, edges.at(-1) ?? 0);
    kept.seq = newest;
    if (!changed) return kept.book;
  }
  const made = { schema, key, book: makeBook(reader, edges), seq: newestMove(reader) };
  books.set(reader, made);
  return made.book;
}

const placeKey = (itemId: string, locationId: string): string => `${itemId}\n${locationId}`;

function makeBook(reader: Reader, edges: readonly number[]): DemandBook {
  const found: LevelMove[] = [];
  visitMoves(reader, edges[0] ?? 0, (move) => found.push(move));
  const [moves, levels] = [byLevel(found), allLevels(reader)];
  const byPlace = new Map<string, Demand | null>();
  for (const level of levels) {
    const place = { ...level, moves: moves.get(level.k) ?? [] };
    byPlace.set(placeKey(level.itemId, level.locationId), demandOf(stockDays(edges, [place])));
  }
  const byItem = new Map<string, Demand | null>();
  for (const [itemId, places] of placesByItem(levels, moves))
    byItem.set(itemId, demandOf(stockDays(edges, places)));
  return {
    at: (itemId, locationId) => byPlace.get(placeKey(itemId, locationId)) ?? null,
    inAll: (itemId) => byItem.get(itemId) ?? null,
  };
}
