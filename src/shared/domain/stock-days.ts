import type { MOVEMENT_TYPES } from './inventory.ts';

/*
 * What happened to stock day by day, from its ledger: the one home of these rules. Days are those of a time zone, given by their
 * edges, so that a day may have 23 or 25 hours.
 */

/** A change of the stock of an item at a location. */
export interface StockMove {
  /** ms. */
  readonly at: number;
  readonly type: (typeof MOVEMENT_TYPES)[number];
  readonly deltaOnHand: number;
  /** Change of what is available: `deltaOnHand - deltaCommitted - deltaUnavailable`. */
  readonly deltaAvailable: number;
}

/** The stock of an item at a location now, and its movements since the first edge, in the order of their times. */
export interface StockPlace {
  readonly onHand: number;
  readonly available: number;
  readonly moves: readonly StockMove[];
}

/** One day of an item's stock, at one or several locations together. */
export interface StockDay {
  /** Units sold: that left for orders. Returned goods are not deducted, because they were asked for. */
  readonly sold: number;
  /** Units received from suppliers; at a single location also those transferred to it. */
  readonly received: number;
  /** Units on hand at the end of the day. */
  readonly onHand: number;
  /** How long nothing was available at any of the locations, ms. */
  readonly outMs: number;
  /** The length of the day, ms. */
  readonly lengthMs: number;
}

/** Returns the units that a movement sold; 0 for other movements. */
export function soldBy({ type, deltaOnHand }: Pick<StockMove, 'type' | 'deltaOnHand'>): number {
  return type === 'sold' || type === 'fulfilled' ? -deltaOnHand : 0;
}

/** Returns the units that a movement received. Transfers count at a single location only: together, locations gain nothing. */
export function receivedBy(
  { type, deltaOnHand }: Pick<StockMove, 'type' | 'deltaOnHand'>,
  singleLocation: boolean,
): number {
  return type === 'received' || (singleLocation && type === 'transferred_in') ? deltaOnHand : 0;
}

/** Returns whether an item was in stock on a day: available for more than half of it. Other days say nothing about demand. */
export function wasInStock({ outMs, lengthMs }: Pick<StockDay, 'outMs' | 'lengthMs'>): boolean {
  return outMs * 2 < lengthMs;
}

/** Returns what places held at an instant: what they hold now without what has moved since. */
export function stockAt(
  place: StockPlace,
  at: number,
): { readonly onHand: number; readonly available: number } {
  let { onHand, available } = place;
  for (const move of place.moves) {
    if (move.at < at) continue;
    onHand -= move.deltaOnHand;
    available -= move.deltaAvailable;
  }
  return { onHand, available };
}

interface Placed extends StockMove {
  readonly place: number;
}

/** The movements of all places in the order of their times. */
function merged(places: readonly StockPlace[]): readonly Placed[] {
  return places
    .flatMap(({ moves }, place) => moves.map((move): Placed => ({ ...move, place })))
    .sort((a, b) => a.at - b.at);
}

/**
 * Returns the days between the edges, oldest first; `edges` has one more than there are days. Balances are reckoned back from
 * now by the deltas, so that imported movements of the past, which were booked later, count at their own time.
 */
export function stockDays(edges: readonly number[], places: readonly StockPlace[]): StockDay[] {
  const from = edges[0] ?? 0;
  const available = places.map((place) => stockAt(place, from).available);
  let onHand = places.reduce((sum, place) => sum + stockAt(place, from).onHand, 0);
  let stocked = available.filter((quantity) => quantity > 0).length;
  const single = places.length === 1;
  const moves = merged(places);
  let next = moves.findIndex(({ at }) => at >= from);
  if (next < 0) next = moves.length;
  return edges.slice(1).map((end, i) => {
    const start = edges[i] ?? end;
    let [sold, received, outMs, since] = [0, 0, 0, start];
    for (let move = moves[next]; move !== undefined && move.at < end; move = moves[next]) {
      next += 1;
      if (stocked === 0) outMs += move.at - since;
      since = move.at;
      const before = available[move.place] ?? 0;
      const after = before + move.deltaAvailable;
      available[move.place] = after;
      stocked += Number(after > 0) - Number(before > 0);
      onHand += move.deltaOnHand;
      sold += soldBy(move);
      received += receivedBy(move, single);
    }
    if (stocked === 0) outMs += end - since;
    return { sold, received, onHand, outMs, lengthMs: end - start };
  });
}

/** A point of the course of stock: what is on hand, and the least that is available until the next point. */
export interface StockPoint {
  readonly at: number;
  readonly onHand: number;
  readonly low: number;
}

/** Returns the course of the stock of places together, at instants in ascending order. The last one ends at itself. */
export function stockCourse(instants: readonly number[], places: readonly StockPlace[]): StockPoint[] {
  const first = instants[0] ?? 0;
  const starts = places.map((place) => stockAt(place, first));
  let onHand = starts.reduce((sum, start) => sum + start.onHand, 0);
  let available = starts.reduce((sum, start) => sum + start.available, 0);
  const moves = merged(places).filter(({ at }) => at >= first);
  let next = 0;
  return instants.map((at, i) => {
    const point = { at, onHand, low: available };
    const end = instants[i + 1] ?? at;
    for (let move = moves[next]; move !== undefined && move.at < end; move = moves[next]) {
      next += 1;
      onHand += move.deltaOnHand;
      available += move.deltaAvailable;
      // What moves at the very instant of a point belongs to it.
      if (move.at === at) {
        point.onHand = onHand;
        point.low = available;
      } else point.low = Math.min(point.low, available);
    }
    return point;
  });
}
