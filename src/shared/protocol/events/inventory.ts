import { z } from 'zod';
import { Id, Timestamp } from '../../domain/ids.ts';
import {
  Item,
  type Level,
  Location,
  MovementData,
  Quantity,
  Reservation,
  Threshold,
} from '../../domain/inventory.ts';

const stock = z.object({
  movements: z.array(MovementData).min(1).max(1000),
  reason: z.string().max(200),
  /** An outside document: order number, delivery note. */
  reference: z.string().max(120).nullable(),
});
const withReservation = stock.extend({ reservation: Reservation });

/** Events of the channel `inventory`: what each says. */
export const inventoryEvents = {
  'inventory.item_created': z.object({ item: Item }),
  'inventory.item_updated': z.object({ item: Item }),
  'inventory.location_created': z.object({ location: Location }),
  'inventory.stock_adjusted': stock,
  'inventory.stock_counted': stock.extend({ expected: Quantity, counted: Quantity }),
  'inventory.stock_received': stock.extend({ expiresAt: Timestamp.nullable() }),
  'inventory.stock_transferred': stock.extend({ fromLocationId: Id, toLocationId: Id }),
  'inventory.stock_reserved': withReservation,
  'inventory.reservation_committed': withReservation,
  'inventory.reservation_fulfilled': withReservation,
  'inventory.reservation_released': withReservation,
  'inventory.reservation_expired': withReservation,
  'inventory.thresholds_changed': z.object({ threshold: Threshold, removed: z.boolean() }),
} as const;

/** The level a movement leaves behind. `incoming` is not touched by movements. */
export function levelAfter(movement: MovementData, incoming: number, seq: number, at: number): Level {
  return {
    itemId: movement.itemId,
    locationId: movement.locationId,
    onHand: movement.onHandAfter,
    committed: movement.committedAfter,
    unavailable: movement.unavailableAfter,
    incoming,
    seq,
    at,
  };
}
