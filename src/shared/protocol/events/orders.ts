import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { ORDER_STATUSES, Order } from '../../domain/orders.ts';

const change = z.object({
  orderId: Id,
  number: z.string().max(64),
  status: z.enum(ORDER_STATUSES),
  reason: z.string().max(300).nullable(),
});

/** Events of the channel `orders`. */
export const orderEvents = {
  'orders.created': z.object({ order: Order }),
  'orders.updated': change,
  'orders.fulfilled': change,
  'orders.cancelled': change,
} as const;
