import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { ORDER_STATUSES, Order } from '../../domain/orders.ts';
import { Shipment } from '../../domain/shipments.ts';
import { orderEntryRow, orderRow, shipmentRow } from '../../rows/orders.ts';
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
  rows: [orderRow, orderEntryRow, shipmentRow],
  events: {
    'orders.created': z.object({ order: Order }),
    'orders.updated': change,
    /** Goods of an order have left. The order's status follows in an event of its own once all have. */
    'orders.shipped': z.object({
      shipment: Shipment.omit({ actor: true, at: true }),
      number: z.string().max(64),
      /** How much of each line has left with this shipment and those before it, by the place of the line. */
      shipped: z.array(Quantity.min(0)).max(1000),
    }),
    /** With a reason, the rest of the order was closed: it does not leave any more. */
    'orders.fulfilled': change,
    'orders.cancelled': change,
    'orders.note_added': z.object({
      orderId: Id,
      number: z.string().max(64),
      body: z.string().min(1).max(1000),
    }),
  },
});
