import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { FAILURE_REASONS, ORDER_STATUSES, ReturnedGoods } from '../../domain/orders.ts';
import { command } from './define.ts';

const byOrder = (data: { orderId: string }): string => `order:${data.orderId}`;

/** Commands on payments and refunds. Their subject is the order, so they stay in order with its commands. */
export const paymentCommands = {
  'payments.receive': command({
    input: z.strictObject({
      paymentId: Id,
      orderId: Id,
      amount: MinorUnits.min(1),
      currency: Currency,
      method: z.string().min(1).max(40),
    }),
    output: z.object({ paymentId: Id, status: z.enum(ORDER_STATUSES) }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /** Records an attempt to pay that failed. The order stays as it is, and may be paid by another attempt. */
  'payments.fail': command({
    input: z.strictObject({
      paymentId: Id,
      orderId: Id,
      amount: MinorUnits.min(1),
      currency: Currency,
      method: z.string().min(1).max(40),
      reason: z.enum(FAILURE_REASONS),
    }),
    output: z.object({ paymentId: Id }),
    permission: 'orders:write',
    subject: byOrder,
  }),
  /**
   * Refunds at most what was paid. `lines` says what it is for, never more of a line than was ordered; what the amount has above their
   * shares is for shipping or something else. `returned` names the goods of a fulfilled order that come back and go into stock
   * again, never more than were sold, at the order's location or another. With an amount of 0, goods come back without a refund.
   */
  'payments.refund': command({
    input: z.strictObject({
      paymentId: Id,
      orderId: Id,
      amount: MinorUnits.min(0),
      currency: Currency,
      reason: z.string().trim().min(1, 'Enter a reason.').max(300),
      returned: z.array(ReturnedGoods).max(1000),
      lines: z
        .array(z.strictObject({ line: z.int().min(0).max(999), quantity: Quantity.min(1) }))
        .max(1000)
        .optional(),
      restockLocationId: Id.optional(),
    }),
    output: z.object({ paymentId: Id, status: z.enum(ORDER_STATUSES) }),
    permission: 'payments:refund',
    subject: byOrder,
  }),
} as const;
