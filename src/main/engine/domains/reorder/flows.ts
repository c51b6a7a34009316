import type { StockMove, StockPlace } from '#shared/domain/stock-days.ts';
import type { Reader } from '../../store/reader.ts';

/** A movement with the number of its level. */
export type LevelMove = StockMove & { readonly k: number };

const MOVE = `m.level_k AS k, m.at, m.type, m.delta_on_hand AS deltaOnHand,
  m.delta_on_hand - m.delta_committed - m.delta_unavailable AS deltaAvailable`;

/** How many events one query goes through: the whole ledger is read in parts that stay short. */
const EVENTS_A_QUERY = 50_000;

/**
 * Calls `visit` with each movement since an instant, in the order in which they were booked. Goes through the whole ledger, which
 * has no index by time: an index would cost every movement a write.
 */
export function visitMoves(reader: Reader, from: number, visit: (move: LevelMove) => void): void {
  const head = newestMove(reader);
  for (let seq = -1; seq < head; seq += EVENTS_A_QUERY) {
    const moves = reader.all<LevelMove>(
      `SELECT ${MOVE} FROM movements m WHERE m.seq > ? AND m.seq <= ? AND m.at >= ?`,
      seq,
      seq + EVENTS_A_QUERY,
      from,
    );
    for (const move of moves) visit(move);
  }
}

/** Returns the sequence of the newest movement; 0 if there is none. */
export function newestMove(reader: Reader): number {
  return reader.get<{ seq: number }>('SELECT seq FROM movements ORDER BY seq DESC LIMIT 1')?.seq ?? 0;
}

/** Returns whether a movement that was booked after an event happened before an instant, as imported ones do. */
export function bookedLate(reader: Reader, afterSeq: number, before: number): boolean {
  return (
    reader.get('SELECT 1 FROM movements WHERE seq > ? AND at < ? LIMIT 1', afterSeq, before) !== undefined
  );
}

/** A level as histories need it. */
export interface FlowLevel {
  readonly k: number;
  readonly itemId: string;
  readonly locationId: string;
  readonly onHand: number;
  readonly available: number;
}

const LEVEL = `l.k, l.item_id AS itemId, l.location_id AS locationId, l.on_hand AS onHand, l.available`;

/** Returns all levels. */
export function allLevels(reader: Reader): FlowLevel[] {
  return reader.all<FlowLevel>(`SELECT ${LEVEL} FROM levels l`);
}

/** Returns the levels of items, at a location (null: at all), with their movements since an instant, by item. */
export function placesOf(
  reader: Reader,
  itemIds: readonly string[],
  locationId: string | null,
  from: number,
): ReadonlyMap<string, readonly StockPlace[]> {
  const levels = reader.all<FlowLevel>(
    `SELECT ${LEVEL} FROM json_each(?) i CROSS JOIN levels l ON l.item_id = i.value
     WHERE l.location_id = coalesce(?, l.location_id)`,
    JSON.stringify(itemIds),
    locationId,
  );
  const moves = byLevel(
    reader.all<LevelMove>(
      `SELECT ${MOVE} FROM json_each(?) l CROSS JOIN movements m ON m.level_k = l.value WHERE m.at >= ?`,
      JSON.stringify(levels.map(({ k }) => k)),
      from,
    ),
  );
  return placesByItem(levels, moves);
}

/** Sorts movements into their levels, in the order of their times. */
export function byLevel(moves: Iterable<LevelMove>): ReadonlyMap<number, StockMove[]> {
  const found = new Map<number, LevelMove[]>();
  for (const move of moves) {
    const own = found.get(move.k);
    if (own) own.push(move);
    else found.set(move.k, [move]);
  }
  for (const own of found.values()) own.sort((a, b) => a.at - b.at);
  return found;
}

/** Returns the places of each item. */
export function placesByItem(
  levels: readonly FlowLevel[],
  moves: ReadonlyMap<number, readonly StockMove[]>,
): ReadonlyMap<string, readonly StockPlace[]> {
  const places = new Map<string, StockPlace[]>();
  for (const { k, itemId, onHand, available } of levels) {
    const place = { onHand, available, moves: moves.get(k) ?? [] };
    const own = places.get(itemId);
    if (own) own.push(place);
    else places.set(itemId, [place]);
  }
  return places;
}

/** Changes when the tables of the cache were replaced, and with them the numbers of levels. */
export function schemaVersion(reader: Reader): number {
  return reader.get<{ schema_version: number }>('PRAGMA schema_version')?.schema_version ?? 0;
}
