import { available, type Reservation, reservationHolds } from '#shared/domain/inventory.ts';
import type { ReasonCode } from '#shared/domain/reasons.ts';
import { AT_ONCE, type CommandContext, type GatewayModule } from '../kernel.ts';
import { refuse } from '../refuse.ts';
import { assertThreshold, assertUnique, editHandlers } from './edit.ts';
import { sweepLedger } from './ledger.ts';
import { arrive, expireLots, stockData } from './lot-moves.ts';
import { NEXT_LOT_EXPIRY, nextLotExpiry, overdueLots } from './lots.ts';
import { nextExpiry, overdueReservations, readItem, readLocation, readReservation } from './queries.ts';
import { RESERVATION_MS } from './rules.ts';
import { setAsideHandlers } from './set-aside.ts';
import { actorName, changeOnHand, endReservation, existingStock, expire, move, stockAt } from './stock.ts';

/** Maximum reservations one sweep expires; the rest wait for the next sweep. */
const SWEEP_LIMIT = 100;

export const inventoryHandlers: GatewayModule['commands'] = {
  ...setAsideHandlers,
  ...editHandlers,

  'inventory.create_item': (context, { item }) => {
    const existing = readItem(context.sql, item.id);
    if (existing) refuse('duplicate_id', {}, { field: 'item.id', current: existing });
    assertUnique(context.sql, item);
    context.emit('inventory.item_created', { item });
    return { itemId: item.id };
  },

  'inventory.update_item': (context, { item }) => {
    if (!readItem(context.sql, item.id)) refuse('unknown_item', {}, { field: 'item.id' });
    assertUnique(context.sql, item);
    context.emit('inventory.item_updated', { item });
    return { itemId: item.id };
  },

  'inventory.create_location': (context, { location }) => {
    const existing = readLocation(context.sql, location.id);
    if (existing)
      refuse(
        'duplicate_id',
        {},
        {
          field: 'location.id',
          current: existing,
        },
      );
    context.emit('inventory.location_created', { location });
    return { locationId: location.id };
  },

  'inventory.adjust': (context, { itemId, locationId, change, reason, reference }) => {
    const place = { itemId, locationId };
    const stock = stockAt(context, place);
    if (change.mode === 'delta') {
      const moved = changeOnHand(context, stock, 'adjusted', place, change.quantity);
      context.emit('inventory.stock_adjusted', stockData(moved, { reason, reference }));
      return { onHand: moved.after.onHand, available: available(moved.after) };
    }
    const { onHand } = stock.balance;
    if (onHand !== change.expected)
      refuse('stock_changed', { onHand, expected: change.expected }, { current: onHand });
    const moved = changeOnHand(context, stock, 'counted', place, change.quantity - onHand);
    const { after } = moved;
    context.emit('inventory.stock_counted', {
      ...stockData(moved, { reason, reference }),
      expected: change.expected,
      counted: change.quantity,
    });
    return { onHand: after.onHand, available: available(after) };
  },

  'inventory.receive': (context, { itemId, locationId, quantity, reference, lot = null }) => {
    const place = { itemId, locationId };
    const moved = arrive(context, stockAt(context, place), 'received', place, { quantity, lot });
    context.emit('inventory.stock_received', {
      ...stockData(moved, { reason: 'stock.received' satisfies ReasonCode, reference }),
      expiresAt: moved.expiresAt,
    });
    return { onHand: moved.after.onHand, available: available(moved.after) };
  },

  'inventory.reserve': (
    context,
    { reservationId, itemId, locationId, quantity, orderId, expiresAt, conversationId = null },
  ) => {
    const existing = readReservation(context.sql, reservationId);
    if (existing)
      refuse(
        'duplicate_id',
        {},
        {
          field: 'reservationId',
          current: existing,
        },
      );
    const until = expiresAt ?? context.now + RESERVATION_MS;
    if (until <= context.now) refuse('expiry_past', {}, { field: 'expiresAt' });
    const place = { itemId, locationId };
    const { movement, after } = move(stockAt(context, place), 'reserved', place, { committed: quantity });
    const reservation: Reservation = {
      id: reservationId,
      ...place,
      quantity,
      status: 'active',
      orderId,
      expiresAt: until,
      createdAt: context.now,
      conversationId,
      madeBy: actorName(context),
    };
    context.emit('inventory.stock_reserved', {
      movements: [movement],
      reason: 'stock.reserved' satisfies ReasonCode,
      reference: null,
      reservation,
    });
    return { reservationId, available: available(after) };
  },

  'inventory.release': (context, { reservationId, reason }) => {
    const reservation = readReservation(context.sql, reservationId);
    if (!reservation) return refuse('unknown_reservation', {}, { field: 'reservationId' });
    if (reservation.status === 'committed')
      refuse(
        'reservation_committed',
        {},
        {
          current: reservation,
        },
      );
    if (reservation.status === 'active' && !reservationHolds(reservation, context.now))
      refuse('reservation_expired', {}, { current: { ...reservation, status: 'expired' } });
    return {
      available: available(endReservation(context, reservation, 'released', { reason, reference: null })),
    };
  },

  'inventory.set_threshold': (context, { threshold, removed }) => {
    if (!removed) assertThreshold(context.sql, threshold);
    context.emit('inventory.thresholds_changed', { threshold, removed });
    return {};
  },
};

/** Sets overdue lots aside. Returns when the next one is due, ms, AT_ONCE where some are left, null for none. */
function sweepLots(context: CommandContext): number | null {
  const due = context.memo(NEXT_LOT_EXPIRY);
  if (due === null || due > context.now) return due;
  const overdue = overdueLots(context.sql, context.now, SWEEP_LIMIT);
  const levels = Map.groupBy(overdue, ({ itemId, locationId }) => `${itemId}\n${locationId}`);
  for (const lots of levels.values()) {
    const [place] = lots;
    if (place) expireLots(context, place, existingStock(context, place), lots);
  }
  // What is left of the overdue ones is promised to customers: releasing it brings the next sweep forward.
  return overdue.length === SWEEP_LIMIT ? AT_ONCE : nextLotExpiry(context.sql, context.now);
}

/** Indexes the ledger, and expires overdue reservations and lots. Returns when the next one is due, ms, AT_ONCE where some are left, null for none. */
export function sweepInventory(context: CommandContext): number | null {
  const more = sweepLedger(context);
  const overdue = overdueReservations(context.sql, context.now, SWEEP_LIMIT);
  for (const reservation of overdue) expire(context, reservation);
  const lots = sweepLots(context);
  if (more || overdue.length === SWEEP_LIMIT || lots === AT_ONCE) return AT_ONCE;
  const next = nextExpiry(context.sql);
  return next === null || lots === null ? (next ?? lots) : Math.min(next, lots);
}
