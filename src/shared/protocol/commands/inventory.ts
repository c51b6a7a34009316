import { z } from 'zod';
import { Id, Timestamp } from '../../domain/ids.ts';
import { Item, Location, Quantity, Threshold, UnavailableReason } from '../../domain/inventory.ts';
import { ItemChanges, ItemExpected, ItemImage, LimitChanges, MAX_BULK } from '../../domain/items.ts';
import { command } from './define.ts';

const reason = z.string().trim().min(1, 'Enter a reason.').max(200);
const stockSubject = (data: { itemId: string; locationId: string }): string =>
  `inventory:${data.itemId}:${data.locationId}`;

/** The code of a lot, as printed on the goods. */
const lotCode = z.string().trim().min(1).max(64);

/** Stock to set aside, put back or write off: how much, why, and of which lot, if it matters. */
const setAside = z.strictObject({
  itemId: Id,
  locationId: Id,
  quantity: Quantity.min(1),
  reason: UnavailableReason,
  lotId: Id.nullable(),
  /** What the ledger says besides. */
  note: z.string().trim().min(1).max(200).nullable(),
  reference: z.string().max(120).nullable(),
});
const setAsideOutput = z.object({ available: Quantity, unavailable: Quantity });

const change = z.discriminatedUnion('mode', [
  /** Adds to the quantity on hand, or subtracts from it. */
  z.strictObject({
    mode: z.literal('delta'),
    quantity: Quantity.refine((q) => q !== 0, {
      error: 'Enter a number other than 0.',
      params: { why: { id: 'value_zero', values: {} } },
    }),
  }),
  /** Sets the quantity on hand, provided that it is still `expected`. */
  z.strictObject({ mode: z.literal('set'), quantity: Quantity.min(0), expected: Quantity }),
]);

/** Commands on items, locations and stock. */
export const inventoryCommands = {
  'inventory.create_item': command({
    input: z.strictObject({ item: Item }),
    output: z.object({ itemId: Id }),
    permission: 'inventory:write',
    subject: (d) => `item:${d.item.id}`,
  }),
  'inventory.update_item': command({
    input: z.strictObject({ item: Item }),
    output: z.object({ itemId: Id }),
    permission: 'inventory:write',
    subject: (d) => `item:${d.item.id}`,
  }),
  /** Edits fields of one or many items, all or nothing. Fields that are not edited are not sent. */
  'inventory.edit_items': command({
    input: z.strictObject({
      changes: ItemChanges,
      items: z
        .array(z.strictObject({ itemId: Id, expected: ItemExpected }))
        .min(1)
        .max(MAX_BULK),
    }),
    output: z.object({ edited: z.int() }),
    permission: 'inventory:write',
    subject: (d) => (d.items.length === 1 ? `item:${d.items[0]?.itemId}` : 'items'),
  }),
  'inventory.set_item_image': command({
    input: z.strictObject({ itemId: Id, image: ItemImage.shape.image.nullable() }),
    output: z.object({ itemId: Id }),
    permission: 'inventory:write',
    subject: (d) => `item:${d.itemId}`,
  }),
  'inventory.create_location': command({
    input: z.strictObject({ location: Location }),
    output: z.object({ locationId: Id }),
    permission: 'inventory:write',
    subject: (d) => `location:${d.location.id}`,
  }),
  'inventory.adjust': command({
    input: z.strictObject({
      itemId: Id,
      locationId: Id,
      change,
      reason,
      reference: z.string().max(120).nullable(),
    }),
    output: z.object({ onHand: Quantity, available: Quantity }),
    permission: 'inventory:write',
    subject: stockSubject,
  }),
  'inventory.receive': command({
    input: z.strictObject({
      itemId: Id,
      locationId: Id,
      quantity: Quantity.min(1),
      reference: z.string().max(120).nullable(),
      /**
       * The lot that the goods came with. Without `expiresAt`, a lot that is there keeps its expiry, and a new one does not
       * expire.
       */
      lot: z.strictObject({ code: lotCode, expiresAt: Timestamp.nullable() }).nullable().optional(),
    }),
    output: z.object({ onHand: Quantity, available: Quantity }),
    permission: 'inventory:write',
    subject: stockSubject,
  }),
  'inventory.set_aside': command({
    input: setAside,
    output: setAsideOutput,
    permission: 'inventory:write',
    subject: stockSubject,
  }),
  'inventory.put_back': command({
    input: setAside,
    output: setAsideOutput,
    permission: 'inventory:write',
    subject: stockSubject,
  }),
  'inventory.write_off': command({
    input: setAside,
    output: setAsideOutput.extend({ onHand: Quantity }),
    permission: 'inventory:write',
    subject: stockSubject,
  }),
  'inventory.reserve': command({
    input: z.strictObject({
      reservationId: Id,
      itemId: Id,
      locationId: Id,
      quantity: Quantity.min(1),
      orderId: Id.nullable(),
      /** null: ten minutes from now. */
      expiresAt: Timestamp.nullable(),
      /** The conversation that it is for. */
      conversationId: Id.nullable().optional(),
    }),
    output: z.object({ reservationId: Id, available: Quantity }),
    permission: 'inventory:reserve',
    subject: stockSubject,
  }),
  'inventory.release': command({
    input: z.strictObject({ reservationId: Id, reason }),
    output: z.object({ available: Quantity }),
    permission: 'inventory:reserve',
    subject: (d) => `reservation:${d.reservationId}`,
  }),
  'inventory.set_threshold': command({
    input: z.strictObject({ threshold: Threshold, removed: z.boolean() }),
    output: z.object({}),
    permission: 'inventory:write',
    subject: (d) => `threshold:${d.threshold.itemId ?? '*'}:${d.threshold.locationId ?? '*'}`,
  }),
  /**
   * Sets limits of many scopes, all or nothing. `expected` has the edited limits as the user saw them; null where none were set. A
   * scope without limits begins with those that apply to it.
   */
  'inventory.set_thresholds': command({
    input: z.strictObject({
      changes: LimitChanges,
      scopes: z
        .array(
          z.strictObject({
            ...Threshold.pick({ itemId: true, locationId: true, category: true }).shape,
            expected: LimitChanges.nullable(),
          }),
        )
        .min(1)
        .max(MAX_BULK),
    }),
    output: z.object({ set: z.int() }),
    permission: 'inventory:write',
    subject: () => 'thresholds',
  }),
} as const;
