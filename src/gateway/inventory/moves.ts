import { type BalanceDelta, type MovementData, sumDemand } from '#shared/domain/inventory.ts';
import type { CommandContext } from '../kernel.ts';
import { readIncoming } from './queries.ts';
import { type Cause, MOVEMENTS_PER_EVENT, move, type Place, stockAt } from './stock.ts';

/** Quantities of items at one location. An item may have several lines. */
export interface Lines extends Cause {
  readonly locationId: string;
  readonly lines: readonly { readonly itemId: string; readonly quantity: number }[];
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
  const movements = movementsOf(context, 'received', locationId, lines, (onHand) => ({ onHand }));
  for (const some of inEvents(movements))
    context.emit('inventory.stock_received', { movements: some, reason, reference, expiresAt: null });
}

/**
 * Changes the quantities on hand by the differences that a count found, all or nothing. Refuses with `insufficient_stock` what
 * would leave less than is promised.
 */
export function countStock(context: CommandContext, { locationId, lines, reason, reference }: Lines): void {
  const movements = movementsOf(context, 'counted', locationId, lines, (onHand) => ({ onHand }));
  for (const some of inEvents(movements))
    context.emit('inventory.levels_counted', { movements: some, reason, reference });
}

/** Takes goods from the source of a transfer, all or nothing. Refuses with `insufficient_stock`. */
export function transferOut(context: CommandContext, transfer: TransferLines): void {
  const { fromLocationId, lines } = transfer;
  const movements = movementsOf(context, 'transferred_out', fromLocationId, lines, (quantity) => ({
    onHand: -quantity,
  }));
  emitTransfer(context, transfer, movements);
}

/** Puts goods of a transfer into stock at its destination. */
export function transferIn(context: CommandContext, transfer: TransferLines): void {
  const { toLocationId, lines } = transfer;
  const movements = movementsOf(context, 'transferred_in', toLocationId, lines, (onHand) => ({ onHand }));
  emitTransfer(context, transfer, movements);
}

function emitTransfer(
  context: CommandContext,
  { fromLocationId, toLocationId, reason, reference }: TransferLines,
  movements: readonly MovementData[],
): void {
  for (const some of inEvents(movements))
    context.emit('inventory.stock_transferred', {
      movements: some,
      reason,
      reference,
      fromLocationId,
      toLocationId,
    });
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

/** Returns one movement for each item of the lines, checked against its stock; none for an item whose lines add up to 0. */
function movementsOf(
  context: CommandContext,
  type: MovementData['type'],
  locationId: string,
  lines: Lines['lines'],
  deltaOf: (quantity: number) => BalanceDelta,
): MovementData[] {
  const demand = sumDemand(
    lines,
    (line) => line.itemId,
    (line) => line.quantity,
  );
  return [...demand]
    .filter(([, quantity]) => quantity !== 0)
    .map(([itemId, quantity]) => {
      const place = { itemId, locationId };
      return move(stockAt(context, place), type, place, deltaOf(quantity)).movement;
    });
}

/** Splits what would not fit into one message. */
function* inEvents<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += MOVEMENTS_PER_EVENT)
    yield all.slice(from, from + MOVEMENTS_PER_EVENT);
}
