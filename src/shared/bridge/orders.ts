import { z } from 'zod';
import { Id, Seq } from '../domain/ids.ts';
import { Order } from '../domain/orders.ts';
import { PageRequest, Provenance, page, read } from './contract.ts';

/** Reads of orders. */
export const orderMethods = {
  /** Newest first. */
  'orders.list': read(
    'orders:read',
    z.strictObject({ ...PageRequest, customerId: Id.nullable() }),
    page(Order),
  ),
  'orders.order': read(
    'orders:read',
    z.strictObject({ orderId: Id }),
    z.object({ order: Order, paid: z.int(), refunded: z.int(), seq: Seq, asOf: Provenance }),
  ),
} as const;
