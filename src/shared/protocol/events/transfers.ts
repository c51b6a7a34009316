import { z } from 'zod';
import { Quantity } from '../../domain/inventory.ts';
import { Transfer } from '../../domain/transfers.ts';
import { transferRow } from '../../rows/transfers.ts';
import { channel } from './define.ts';

const whole = z.object({ transfer: Transfer });
/** `units`: how many pieces the event is about. */
const moved = whole.extend({ units: Quantity.min(0) });

/** Goods on their way between locations. Every event has the transfer as it is afterwards. */
export const transfers = channel({
  name: 'transfers',
  permissions: { 'transfers:read': 'viewer', 'transfers:receive': 'agent', 'transfers:write': 'manager' },
  readPermission: 'transfers:read',
  rows: [transferRow],
  events: {
    'transfers.created': whole,
    'transfers.edited': whole,
    'transfers.sent': moved,
    'transfers.received': moved,
    'transfers.written_off': moved,
    'transfers.cancelled': moved,
  },
});
