import type { MovementData } from '#shared/domain/inventory.ts';
import type { EventData } from '#shared/protocol/events/index.ts';
import type { CommandContext } from '../kernel.ts';
import { type ArrivingLot, arrive, leave, type Moved, stockData } from './lot-moves.ts';
import { readIncoming } from './queries.ts';
import { type Cause, changeOnHand, MOVEMENTS_PER_EVENT, type Place, stockAt } from './stock.ts';

/** A quantity of an item, and the lot that it arrives with, if it has one. What leaves is first expired, first out. */
export interface Line {
  readonly itemId: string;
  readonly quantity: number;
  readonly lot?: ArrivingLot | null;
}

/** Quantities of items at one location. An item may have several lines. */
export interface Lines extends Cause {
  readonly locationId: string;
  readonly lines: readonly Line[];
}

/** Quantities of items on their way from one location to another. An item may have several lines. */
export interface TransferLines extends Cause {
  readonly fromLocationId: string;
  readonly toLocationId: string;
  readonly lines: Lines['lines'];
}

/** A change of what is ordered or in transit to a place, and has not arrived. */
export interface IncomingChange extends Place {
  readonly delta: number;
}

/** Puts goods that arrived into stock, in as many events as needed. What was expected is `changeIncoming`'s business. */
export function receiveStock(context: CommandContext, { locationId, lines, reason, reference }: Lines): void {
  emitMoved(
    lines,
    ({ itemId, quantity, lot = null }) => {
      const place = { itemId, locationId };
      return arrive(context, stockAt(context, place), 'received', place, { quantity, lot });
    },
    (moved) =>
      context.emit('inventory.stock_received', {
        ...stockData(moved, { reason, reference }),
        expiresAt: null,
      }),
  );
}

/**
 * Changes the quantities on hand by the differences that a count found, all or nothing. Refuses with `insufficient_stock` what
 * would leave less than is promised.
 */
export function countStock(context: CommandContext, { locationId, lines, reason, reference }: Lines): void {
  emitMoved(
    lines,
    ({ itemId, quantity }) => {
      const place = { itemId, locationId };
      return changeOnHand(context, stockAt(context, place), 'counted', place, quantity);
    },
    (moved) => context.emit('inventory.levels_counted', stockData(moved, { reason, reference })),
  );
}

/**
 * Takes goods from the source of a transfer, all or nothing. Refuses with `insufficient_stock`. Returns what was taken, lot by lot:
 * the lines that `transferIn` puts into the same lots at the destination.
 */
export function transferOut(context: CommandContext, transfer: TransferLines): Line[] {
  const { fromLocationId, lines } = transfer;
  const taken: Line[] = [];
  emitMoved(
    lines,
    ({ itemId, quantity }) => {
      const place = { itemId, locationId: fromLocationId };
      const unit = { onHand: -1 } as const;
      const moved = leave(context, stockAt(context, place), 'transferred_out', place, { quantity, unit });
      const lots = new Map(moved.lots?.map((lot) => [lot.id, lot]));
      for (const { lotId, deltaOnHand } of moved.movements) {
        const lot = lots.get(lotId ?? '');
        taken.push({
          itemId,
          quantity: -deltaOnHand,
          lot: lot ? { code: lot.code, expiresAt: lot.expiresAt } : null,
        });
      }
      return moved;
    },
    (moved) => context.emit('inventory.stock_transferred', transferred(moved, transfer)),
  );
  return taken;
}

/** Puts goods of a transfer into stock at its destination. */
export function transferIn(context: CommandContext, transfer: TransferLines): void {
  const { toLocationId, lines } = transfer;
  emitMoved(
    lines,
    ({ itemId, quantity, lot = null }) => {
      const place = { itemId, locationId: toLocationId };
      return arrive(context, stockAt(context, place), 'transferred_in', place, { quantity, lot });
    },
    (moved) => context.emit('inventory.stock_transferred', transferred(moved, transfer)),
  );
}

function transferred(
  moved: Moved,
  { fromLocationId, toLocationId, reason, reference }: TransferLines,
): EventData<'inventory.stock_transferred'> {
  return { ...stockData(moved, { reason, reference }), fromLocationId, toLocationId };
}

/** Changes what levels expect, in as many events as needed. Changes of the same level are summed. */
export function changeIncoming(
  context: CommandContext,
  changes: readonly IncomingChange[],
  { reason, reference }: Cause,
): void {
  const deltas = new Map<string, IncomingChange>();
  for (const { itemId, locationId, delta } of changes) {
    const key = `${itemId}\n${locationId}`;
    deltas.set(key, { itemId, locationId, delta: delta + (deltas.get(key)?.delta ?? 0) });
  }
  const levels = [...deltas.values()]
    .filter(({ delta }) => delta !== 0)
    .map(({ itemId, locationId, delta }) => ({
      itemId,
      locationId,
      incomingAfter: readIncoming(context.sql, itemId, locationId) + delta,
    }));
  for (const some of inEvents(levels))
    context.emit('inventory.incoming_changed', { levels: some, reason, reference });
}

/** Sums the lines of the same item and lot, so that their demand is checked once and in full. Leaves out what adds up to 0. */
function summed(lines: readonly Line[]): Line[] {
  const sums = new Map<string, Line>();
  for (const line of lines) {
    const key = `${line.itemId}\n${line.lot?.code ?? ''}`;
    sums.set(key, { ...line, quantity: line.quantity + (sums.get(key)?.quantity ?? 0) });
  }
  return [...sums.values()].filter(({ quantity }) => quantity !== 0);
}

/**
 * Moves lines one by one, checked against their stock, and emits what they come to in as many events as needed. Two lots of an item
 * never share an event that is still to be emitted: the second is checked against the stock after the first.
 */
function emitMoved(lines: readonly Line[], move: (line: Line) => Moved, emit: (moved: Moved) => void): void {
  let movements: MovementData[] = [];
  let lots: NonNullable<Moved['lots']> = [];
  let items = new Set<string>();
  let last: Moved['after'] | null = null;
  const flush = (): void => {
    if (last !== null && movements.length > 0) emit({ movements, lots, after: last });
    movements = [];
    lots = [];
    items = new Set();
  };
  for (const line of summed(lines)) {
    if (items.has(line.itemId)) flush();
    const moved = move(line);
    if (movements.length + moved.movements.length > MOVEMENTS_PER_EVENT) flush();
    movements.push(...moved.movements);
    lots = [...lots, ...(moved.lots ?? [])];
    items.add(line.itemId);
    last = moved.after;
  }
  flush();
}

/** Splits what would not fit into one message. */
function* inEvents<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += MOVEMENTS_PER_EVENT)
    yield all.slice(from, from + MOVEMENTS_PER_EVENT);
}
