import { z } from 'zod';
import { Day } from '../../domain/days.ts';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import {
  Arrival,
  Difference,
  MAX_PURCHASE_LINES,
  PURCHASE_STATUSES,
  Purchase,
} from '../../domain/purchasing.ts';
import { purchaseEntryRow, purchaseRow } from '../../rows/purchasing.ts';
import { channel } from './define.ts';

/** A change of an order's status, at the time of the event. */
const change = z.object({
  purchaseId: Id,
  number: z.string().max(64),
  supplierName: z.string().max(200),
  status: z.enum(PURCHASE_STATUSES),
  version: z.int().min(1),
});
const differences = z.array(Difference).max(MAX_PURCHASE_LINES);
const ended = change.extend({ reason: z.string().max(200) });

/** Orders to suppliers, and the deliveries that arrive for them. */
export const purchasing = channel({
  name: 'purchasing',
  permissions: {
    'purchasing:read': 'viewer',
    'purchasing:write': 'manager',
    /** Recording deliveries. */
    'purchasing:receive': 'manager',
  },
  readPermission: 'purchasing:read',
  rows: [purchaseRow, purchaseEntryRow],
  events: {
    'purchasing.order_created': z.object({ purchase: Purchase }),
    'purchasing.order_edited': z.object({ purchase: Purchase }),
    'purchasing.order_placed': change.extend({ expectedOn: Day.nullable() }),
    /** Goods arrived. `received` has what arrived in all of each line of the delivery; `differences` what is short or over. */
    'purchasing.order_received': change.extend({
      locationId: Id,
      reference: z.string().max(120).nullable(),
      arrivals: z.array(Arrival).min(1).max(MAX_PURCHASE_LINES),
      received: z
        .array(z.object({ line: z.int().min(0), received: Quantity.min(0) }))
        .max(MAX_PURCHASE_LINES),
      differences,
    }),
    /** What has not arrived will not come. */
    'purchasing.order_closed': ended.extend({ differences }),
    'purchasing.order_cancelled': ended,
  },
});
