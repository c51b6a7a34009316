import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { Customer, ORDER_STATUSES } from '../../domain/orders.ts';
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
  'orders.fulfil': command({
    input: z.strictObject({ orderId: Id }),
    output: z.object({ status: z.enum(ORDER_STATUSES) }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /** Cancels an unfulfilled order, releases its stock and refunds what was paid. */
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
