import { z } from 'zod';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Item, Location, MovementData, Quantity, Reservation, Threshold } from '../../domain/inventory.ts';
import { ItemImage } from '../../domain/items.ts';
import { Lot, UnavailableStock } from '../../domain/lots.ts';
import { MAX_NAMED_LOTS } from '../../domain/watchdog.ts';
import {
  itemImageRow,
  itemRow,
  levelRow,
  locationRow,
  lotRow,
  movementRow,
  reservationRow,
  thresholdRow,
  unavailableRow,
} from '../../rows/inventory.ts';
import { channel } from './define.ts';

const stock = z.object({
  movements: z.array(MovementData).min(1).max(1000),
  reason: z.string().max(200),
  /** An external document, such as an order number or a delivery note. */
  reference: z.string().max(120).nullable(),
  /** The lots that have changed, as they are afterwards. */
  lots: z.array(Lot).max(1000).optional(),
  /** What is set aside afterwards, for the reasons of which it has changed. A quantity of 0 ends the row. */
  unavailable: z.array(UnavailableStock).max(1000).optional(),
});
const withReservation = stock.extend({ reservation: Reservation });

/** Items, locations, stock levels and their ledger, reservations and thresholds. */
export const inventory = channel({
  name: 'inventory',
  permissions: { 'inventory:read': 'viewer', 'inventory:reserve': 'agent', 'inventory:write': 'manager' },
  readPermission: 'inventory:read',
  rows: [
    thresholdRow,
    locationRow,
    itemRow,
    itemImageRow,
    levelRow,
    unavailableRow,
    lotRow,
    movementRow,
    reservationRow,
  ],
  events: {
    'inventory.item_created': z.object({ item: Item }),
    'inventory.item_updated': z.object({ item: Item }),
    /** The picture of an item, as a data URL; null for none. */
    'inventory.item_image_changed': z.object({ itemId: Id, image: ItemImage.shape.image.nullable() }),
    'inventory.location_created': z.object({ location: Location }),
    'inventory.stock_adjusted': stock,
    'inventory.stock_counted': stock.extend({ expected: Quantity, counted: Quantity }),
    /** The differences that a stocktake found. */
    'inventory.levels_counted': stock,
    'inventory.stock_received': stock.extend({ expiresAt: Timestamp.nullable() }),
    /** Goods that left the source of a transfer, or arrived at its destination. */
    'inventory.stock_transferred': stock.extend({ fromLocationId: Id, toLocationId: Id }),
    /** What is ordered or in transit to levels and has not arrived. */
    'inventory.incoming_changed': z.object({
      levels: z
        .array(z.object({ itemId: Id, locationId: Id, incomingAfter: Quantity }))
        .min(1)
        .max(1000),
      reason: z.string().max(200),
      reference: z.string().max(120).nullable(),
    }),
    /** A level is again what its movements add up to, after the watchdog found that it was not. No movement is written. */
    'inventory.level_restored': z.object({
      itemId: Id,
      locationId: Id,
      onHand: Quantity,
      committed: Quantity.min(0),
      unavailable: Quantity.min(0),
      reason: z.string().max(200),
      /** What is set aside for the reasons that differed, and the lots that did, as they are afterwards. */
      unavailableStock: z.array(UnavailableStock).max(10).optional(),
      lots: z.array(Lot).max(MAX_NAMED_LOTS).optional(),
    }),
    /** Stock is on hand and no longer for sale, for a reason. */
    'inventory.stock_set_aside': stock,
    'inventory.stock_put_back': stock,
    /** Stock that was set aside is thrown away. */
    'inventory.stock_written_off': stock,
    /** Lots have passed their expiry and are set aside. */
    'inventory.lots_expired': stock,
    'inventory.stock_reserved': withReservation,
    /** An order takes over a reservation that was made for it. The level stays as it is. */
    'inventory.reservation_committed': z.object({
      reservation: Reservation,
      reference: z.string().max(120).nullable(),
    }),
    'inventory.reservation_fulfilled': withReservation,
    'inventory.reservation_released': withReservation,
    'inventory.reservation_expired': withReservation,
    'inventory.thresholds_changed': z.object({ threshold: Threshold, removed: z.boolean() }),
  },
});
