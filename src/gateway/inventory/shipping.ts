import { available, type Reservation } from '#shared/domain/inventory.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { committedForOrder, readItem } from './queries.ts';
import {
  actorName,
  type Cause,
  endReservation,
  move,
  type OrderStock,
  type Place,
  stockAt,
} from './stock.ts';

/**
 * Takes goods of an order out of the stock of a location, all or nothing; null for wherever they are held back. What is held back for
 * them at another location is free there again, and is taken from what is available here.
 */
export function shipForOrder(
  context: CommandContext,
  {
    orderId,
    locationId,
    demand,
    reason,
    reference,
  }: Omit<OrderStock, 'locationId'> & { readonly locationId: string | null },
): void {
  const cause = { reason, reference };
  const held = Map.groupBy(committedForOrder(context.sql, orderId), ({ itemId }) => itemId);
  for (const [itemId, quantity] of demand) {
    let left = quantity;
    let elsewhere = 0;
    for (const reservation of held.get(itemId) ?? []) {
      if (left === 0) break;
      const part = splitOff(context, reservation, Math.min(left, reservation.quantity), reference);
      const isHere = locationId === null || part.locationId === locationId;
      endReservation(context, part, isHere ? 'fulfilled' : 'released', cause);
      left -= part.quantity;
      if (!isHere) elsewhere += part.quantity;
    }
    if (locationId !== null && elsewhere > 0)
      takeAvailable(context, orderId, { itemId, locationId }, elsewhere, cause);
  }
}

/**
 * Returns a part of a reservation as one of its own, which ends next; the rest keeps the id. Together they hold what the whole held, so
 * the level stays as it is, and nobody else can have the stock in between.
 */
function splitOff(
  context: CommandContext,
  reservation: Reservation,
  quantity: number,
  reference: string | null,
): Reservation {
  if (quantity === reservation.quantity) return reservation;
  context.emit('inventory.reservation_committed', {
    reservation: { ...reservation, quantity: reservation.quantity - quantity },
    reference,
  });
  return { ...reservation, id: context.newId(), quantity };
}

/** Takes stock that nothing is promised of: never more than is there, also where backorders are allowed. */
function takeAvailable(
  context: CommandContext,
  orderId: string,
  place: Place,
  quantity: number,
  cause: Cause,
): void {
  const stock = stockAt(context, place);
  const free = Math.max(0, available(stock.balance));
  if (quantity > free) {
    const item = readItem(context.sql, place.itemId)?.name ?? place.itemId;
    refuse('shipment_stock', { available: free, item }, { field: 'lines', available: free });
  }
  const { movement } = move(stock, 'reserved', place, { committed: quantity });
  const reservation: Reservation = {
    ...{ id: context.newId(), ...place, quantity, status: 'committed', orderId, expiresAt: null },
    ...{ createdAt: context.now, conversationId: null, madeBy: actorName(context) },
  };
  context.emit('inventory.stock_reserved', { movements: [movement], ...cause, reservation });
  endReservation(context, reservation, 'fulfilled', cause);
}
