import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Currency, MinorUnits } from '../../domain/money.ts';
import { ORDER_STATUSES, ReturnedGoods } from '../../domain/orders.ts';
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
  /**
   * Refunds at most what was paid. `returned` names the goods of a fulfilled order that come back and go into stock again, never
   * more than were sold.
   */
  'payments.refund': command({
    input: z.strictObject({
      paymentId: Id,
      orderId: Id,
      amount: MinorUnits.min(1),
      currency: Currency,
      reason: z.string().trim().min(1, 'Enter a reason.').max(300),
      returned: z.array(ReturnedGoods).max(1000),
    }),
    output: z.object({ paymentId: Id, status: z.enum(ORDER_STATUSES) }),
    permission: 'payments:refund',
    subject: byOrder,
  }),
} as const;
