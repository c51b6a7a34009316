import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { EnteredLine, MANUAL_METHODS, MAX_ENTERED_LINES } from '../../domain/manual-orders.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { Customer, ORDER_STATUSES } from '../../domain/orders.ts';
import { command } from './define.ts';

/** Commands on orders that are entered by hand. */
export const manualOrderCommands = {
  /**
   * Enters an order: places it, commits its stock, and records its payment and a note, all or nothing. The gateway gives the number
   * and computes the totals.
   */
  'orders.enter': command({
    input: z.strictObject({
      orderId: Id,
      customer: Customer.nullable(),
      currency: Currency,
      locationId: Id,
      lines: z.array(EnteredLine).min(1).max(MAX_ENTERED_LINES),
      note: z.string().trim().min(1).max(1000).nullable(),
      /** How all of it was paid; null if it is still to be paid. */
      payment: z.strictObject({ paymentId: Id, method: z.enum(MANUAL_METHODS) }).nullable(),
    }),
    output: z.object({
      orderId: Id,
      number: z.string().max(64),
      total: MinorUnits,
      status: z.enum(ORDER_STATUSES),
    }),
    permission: 'orders:write',
    subject: ({ orderId }) => `order:${orderId}`,
  }),
} as const;
