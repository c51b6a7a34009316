import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { ORDER_STATUSES, Order } from '../../domain/orders.ts';
import { orderEntryRow, orderRow } from '../../rows/orders.ts';
import { channel } from './define.ts';

const change = z.object({
  orderId: Id,
  number: z.string().max(64),
  status: z.enum(ORDER_STATUSES),
  reason: z.string().max(300).nullable(),
});

/** Orders and their status. */
export const orders = channel({
  name: 'orders',
  permissions: {
    'orders:read': 'viewer',
    'orders:write': 'manager',
    /** Writing notes on orders. */
    'orders:note': 'agent',
    /** Personal data of customers, in all channels: what `personal` marks. */
    'customers:read': 'agent',
  },
  readPermission: 'orders:read',
  rows: [orderRow, orderEntryRow],
  events: {
    'orders.created': z.object({ order: Order }),
    'orders.updated': change,
    'orders.fulfilled': change,
    'orders.cancelled': change,
    'orders.note_added': z.object({
      orderId: Id,
      number: z.string().max(64),
      body: z.string().min(1).max(1000),
    }),
  },
});
