import {
  type Balance,
  type BalanceDelta,
  isListed,
  type MovementData,
  type Reservation,
  type ReservationStatus,
  reservationCanBecome,
} from '#shared/domain/inventory.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import type { CommandContext } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { type Cause, expireLots, leave, type Moved, moveParts, type Place, stockData } from './lot-moves.ts';
import { lotsAt, NEXT_LOT_EXPIRY } from './lots.ts';
import {
  activeForOrder,
  committedForOrder,
  heldForOrder,
  overdueAt,
  readStock,
  type Stock,
} from './queries.ts';
import { applyChange, movementOf } from './rules.ts';

export type { Cause, Place } from './lot-moves.ts';

/**
 * Returns the stock at a place, ready to be changed: overdue reservations are expired first, which frees their stock, and then
 * overdue lots. Refuses with `not_found`.
 */
export function stockAt(context: CommandContext, place: Place): Stock {
  const stock = existingStock(context, place);
  if (!stock.overdue) return withoutExpired(context, place, stock);
  for (const reservation of overdueAt(context.sql, place.itemId, place.locationId, context.now)) {
    expire(context, reservation);
  }
  return withoutExpired(context, place, existingStock(context, place));
}

/** Sets overdue lots aside first. Looks for them only where some lot is overdue. */
function withoutExpired(context: CommandContext, place: Place, stock: Stock): Stock {
  if (stock.lots === 0) return stock;
  const due = context.memo(NEXT_LOT_EXPIRY);
  if (due === null || due > context.now) return stock;
  return expireLots(context, place, stock, lotsAt(context.sql, place))
    ? existingStock(context, place)
    : stock;
}

/** Returns the stock at a place as it is recorded. Refuses with `not_found`. */
export function existingStock(context: CommandContext, place: Place): Stock {
  const stock = readStock(context.sql, place.itemId, place.locationId, context.now);
  if (stock === 'item') return refuse('unknown_item', {}, { field: 'itemId' });
  if (stock === 'location') return refuse('unknown_location', {}, { field: 'locationId' });
  return stock;
}

/** Returns a movement at a place and the balance after it. Refuses what the balance does not allow. Writes nothing. */
export function move(
  stock: Stock,
  type: MovementData['type'],
  place: Place,
  delta: BalanceDelta,
): { movement: MovementData; after: Balance } {
  const after = applyChange(stock.balance, delta, stock.backorderLimit);
  return { movement: movementOf(type, place, delta, after), after };
}

/** Changes what is on hand at a place: what leaves is first expired, first out; what is found belongs to no lot. */
export function changeOnHand(
  context: CommandContext,
  stock: Stock,
  type: MovementData['type'],
  place: Place,
  delta: number,
): Moved {
  return delta < 0
    ? leave(context, stock, type, place, { quantity: -delta, unit: { onHand: -1 } })
    : moveParts(stock, type, place, { parts: [{ lotId: null, quantity: delta }], unit: { onHand: 1 } });
}

/** Expires an overdue reservation. */
export function expire(context: CommandContext, reservation: Reservation): void {
  const { movement } = move(existingStock(context, reservation), 'released', reservation, {
    committed: -reservation.quantity,
  });
  context.emit('inventory.reservation_expired', {
    movements: [movement],
    reason: 'reservation.expired' satisfies ReasonCode,
    reference: null,
    reservation: { ...reservation, status: 'expired' },
  });
}

/** Ends a reservation as released or fulfilled. Returns the balance after it. */
export function endReservation(
  context: CommandContext,
  reservation: Reservation,
  to: 'released' | 'fulfilled',
  cause: Cause,
): Balance {
  assertCanBecome(reservation, to);
  const { quantity } = reservation;
  const stock = existingStock(context, reservation);
  const ended = { ...reservation, status: to };
  if (to === 'fulfilled') {
    const moved = leave(context, stock, to, reservation, { quantity, unit: { onHand: -1, committed: -1 } });
    context.emit('inventory.reservation_fulfilled', { ...stockData(moved, cause), reservation: ended });
    return moved.after;
  }
  const { movement, after } = move(stock, to, reservation, { committed: -quantity });
  context.emit('inventory.reservation_released', { movements: [movement], ...cause, reservation: ended });
  return after;
}

function assertCanBecome(reservation: Reservation, to: ReservationStatus): void {
  if (reservationCanBecome(reservation.status, to)) return;
  refuse('reservation_status', { status: reservation.status }, { current: reservation });
}

/** Returns the name of the member of the team who runs a command; null for anybody else. */
export function actorName({ principal }: CommandContext): string | null {
  return principal.actor.kind === 'user' ? principal.actor.name.slice(0, 200) : null;
}

/** An order's demand at one location, per item. */
export interface OrderStock extends Cause {
  readonly orderId: string;
  readonly locationId: string;
  readonly demand: ReadonlyMap<string, number>;
}

/**
 * Commits stock to an order, all or nothing. Reservations that were made for the order are taken over first; what they lack
 * is reserved, and what they hold beyond the demand is released.
 */
export function commitToOrder(
  context: CommandContext,
  { orderId, locationId, demand, reason, reference }: OrderStock,
): void {
  for (const [itemId, quantity] of demand) {
    const place = { itemId, locationId };
    if (!isListed(stockAt(context, place))) refuse('order_item_archived', {}, { field: 'lines' });
    const left = quantity - takeOver(context, orderId, place, quantity, { reason, reference });
    if (left === 0) continue;
    const { movement } = move(existingStock(context, place), 'reserved', place, { committed: left });
    const reservation: Reservation = {
      id: context.newId(),
      ...place,
      quantity: left,
      status: 'committed',
      orderId,
      expiresAt: null,
      createdAt: context.now,
      conversationId: null,
      madeBy: actorName(context),
    };
    context.emit('inventory.stock_reserved', { movements: [movement], reason, reference, reservation });
  }
}

/** Commits the reservations made for an order at a place, up to its demand. Returns the quantity they hold for it. */
function takeOver(
  context: CommandContext,
  orderId: string,
  place: Place,
  demand: number,
  cause: Cause,
): number {
  let taken = 0;
  for (const reservation of activeForOrder(context.sql, orderId, place, context.now)) {
    // A reservation is one quantity: one that holds too much is released, and its part is reserved anew.
    if (reservation.quantity > demand - taken) {
      endReservation(context, reservation, 'released', cause);
      continue;
    }
    taken += reservation.quantity;
    context.emit('inventory.reservation_committed', {
      reservation: { ...reservation, status: 'committed', expiresAt: null },
      reference: cause.reference,
    });
  }
  return taken;
}

/** Ends all of an order's reservations: committed ones as said; what is only held for it besides is released. */
export function endOrderReservations(
  context: CommandContext,
  orderId: string,
  to: 'released' | 'fulfilled',
  cause: Cause,
): void {
  for (const reservation of committedForOrder(context.sql, orderId))
    endReservation(context, reservation, to, cause);
  for (const reservation of heldForOrder(context.sql, orderId, context.now))
    endReservation(context, reservation, 'released', cause);
}

/** Maximum movements in one event; more would not fit into a message. */
export const MOVEMENTS_PER_EVENT = 200;

/** Returns an order's goods to stock, in as many events as needed. */
export function returnFromOrder(
  context: CommandContext,
  { locationId, demand, reason, reference }: Omit<OrderStock, 'orderId'>,
): void {
  const movements = [...demand].map(([itemId, quantity]) => {
    const place = { itemId, locationId };
    return move(stockAt(context, place), 'returned', place, { onHand: quantity }).movement;
  });
  for (let from = 0; from < movements.length; from += MOVEMENTS_PER_EVENT) {
    const some = movements.slice(from, from + MOVEMENTS_PER_EVENT);
    context.emit('inventory.stock_received', { movements: some, reason, reference, expiresAt: null });
  }
}
