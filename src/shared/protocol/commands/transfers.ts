import { z } from 'zod';
import { Id } from '../../domain/ids.ts';
import { Quantity } from '../../domain/inventory.ts';
import { MAX_TRANSFER_LINES, TRANSFER_STATUSES } from '../../domain/transfers.ts';
import { command } from './define.ts';

const byTransfer = (data: { transferId: string }): string => `transfer:${data.transferId}`;
const reason = z.string().trim().min(1, 'Enter a reason.').max(200);
const note = z.string().trim().max(300);
/** Lines of the same item are summed. */
const planned = z.array(z.strictObject({ itemId: Id, quantity: Quantity.min(1) })).max(MAX_TRANSFER_LINES);
const lines = planned.min(1);
/** A transfer that was looked at: its `changeId` then. */
const seen = z.strictObject({ transferId: Id, seen: Id });
const output = z.object({ transferId: Id, status: z.enum(TRANSFER_STATUSES) });

/** Commands on transfers. */
export const transferCommands = {
  /** Plans a transfer, which may still be empty. Nothing moves until it is sent. */
  'transfers.create': command({
    input: z.strictObject({ transferId: Id, fromLocationId: Id, toLocationId: Id, lines: planned, note }),
    output: output.extend({ number: z.string() }),
    permission: 'transfers:write',
    subject: byTransfer,
  }),
  /** Replaces the lines and the note of a draft. */
  'transfers.edit': command({
    input: seen.extend({ lines: planned, note }),
    output,
    permission: 'transfers:write',
    subject: byTransfer,
  }),
  /** Takes the goods from the source. What is sent may differ from what was planned. */
  'transfers.send': command({
    input: seen.extend({ lines }),
    output,
    permission: 'transfers:write',
    subject: byTransfer,
  }),
  /**
   * Puts what arrived into stock at the destination. What is missing stays in transit, except what is written off with it, which
   * also needs the permission to write.
   */
  'transfers.receive': command({
    input: seen.extend({ lines, writeOff: z.strictObject({ lines, reason }).nullable() }),
    output,
    permission: 'transfers:receive',
    subject: byTransfer,
  }),
  /** Gives up what is in transit and will not arrive. */
  'transfers.write_off': command({
    input: seen.extend({ lines, reason }),
    output,
    permission: 'transfers:write',
    subject: byTransfer,
  }),
  /** Cancels a draft, or brings what is in transit back to the source. */
  'transfers.cancel': command({
    input: seen.extend({ reason }),
    output,
    permission: 'transfers:write',
    subject: byTransfer,
  }),
} as const;
