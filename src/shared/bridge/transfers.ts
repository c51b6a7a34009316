import { z } from 'zod';
import { Id } from '../domain/ids.ts';
import { TRANSFER_STATUSES, Transfer, TransferLine } from '../domain/transfers.ts';
import { PageRequest, page, read } from './contract.ts';

const Place = z.object({ fromName: z.string(), toName: z.string(), pending: z.boolean() });

/** A transfer in a list, with sums of its lines. `pending`: it includes commands that the server has not decided yet. */
export const TransferSummary = Transfer.omit({ lines: true }).extend({
  ...Place.shape,
  lineCount: z.int().min(0),
  /** What its first line is; null if it has none. */
  firstLine: z.string().nullable(),
  quantity: z.int(),
  sent: z.int(),
  received: z.int(),
  writtenOff: z.int(),
  returned: z.int(),
  inTransit: z.int(),
});
export type TransferSummary = z.infer<typeof TransferSummary>;

/** A line of a transfer with what is available of its item at the source now. */
export const TransferLineRow = TransferLine.extend({ barcode: z.string().nullable(), available: z.int() });
export type TransferLineRow = z.infer<typeof TransferLineRow>;

/** Reads of transfers. */
export const transferMethods = {
  /** Newest first. */
  'transfers.list': read(
    'transfers:read',
    z.strictObject({
      ...PageRequest,
      status: z.enum(['any', 'open', ...TRANSFER_STATUSES]),
      locationId: Id.nullable(),
    }),
    page(TransferSummary).extend({ total: z.int().min(0) }),
  ),
  /** `transfer` is null if there is no such transfer in the cache. It includes commands that are not settled. */
  'transfers.transfer': read(
    'transfers:read',
    z.strictObject({ transferId: Id }),
    page(TransferSummary)
      .omit({ rows: true, next: true })
      .extend({
        transfer: Transfer.omit({ lines: true })
          .extend({ ...Place.shape, lines: z.array(TransferLineRow).max(200) })
          .nullable(),
      }),
  ),
} as const;
