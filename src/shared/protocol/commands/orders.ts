import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { Customer, ORDER_STATUSES } from '../../domain/orders.ts';
import { MAX_CARRIER, MAX_TRACKING, ShippedLine } from '../../domain/shipments.ts';
import { command } from './define.ts';

const byOrder = (data: { orderId: string }): string => `order:${data.orderId}`;
const reason = z.string().trim().min(1, 'Enter a reason.').max(300);

/** Commands on orders. */
export const orderCommands = {
  /** Places an order and commits its stock at one location. All lines are placed, or none. */
  'orders.create': command({
    input: z.strictObject({
      orderId: Id,
      number: z.string().min(1).max(64).optional().describe('The next number of the sequence by default.'),
      customer: Customer.nullable(),
      currency: Currency,
      locationId: Id,
      lines: z
        .array(
          z.strictObject({
            itemId: Id,
            quantity: Quantity.min(1),
            unitPrice: MinorUnits.min(0),
            total: MinorUnits.min(0),
          }),
        )
        .min(1)
        .max(1000),
    }),
    output: z.object({ orderId: Id, number: z.string().max(64).optional(), total: MinorUnits }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /**
   * Goods of a paid order leave: the lines that are named, or all that is left. They leave the stock of the order's location, or of
   * another one that has them; then what was held back for them is free again.
   */
  'orders.fulfil': command({
    input: z.strictObject({
      orderId: Id,
      lines: z.array(z.strictObject(ShippedLine.shape)).min(1).max(1000).optional(),
      locationId: Id.optional(),
      carrier: z.string().trim().min(1).max(MAX_CARRIER).optional(),
      tracking: z.string().trim().min(1).max(MAX_TRACKING).optional(),
    }),
    output: z.object({ status: z.enum(ORDER_STATUSES) }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /** Closes the rest of a partly fulfilled order: releases what has not left, and refunds its share. */
  'orders.close_rest': command({
    input: z.strictObject({ orderId: Id, reason }),
    output: z.object({ status: z.enum(ORDER_STATUSES), refunded: MinorUnits }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /** Cancels an order of which nothing has left, releases its stock and refunds what was paid. */
  'orders.cancel': command({
    input: z.strictObject({ orderId: Id, reason }),
    output: z.object({ status: z.enum(ORDER_STATUSES), refunded: MinorUnits }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /** Writes a note on an order, for the team only. */
  'orders.note': command({
    input: z.strictObject({ orderId: Id, body: z.string().trim().min(1, 'Enter a note.').max(1000) }),
    output: z.object({}),
    permission: 'orders:note',
    subject: byOrder,
  }),
} as const;
