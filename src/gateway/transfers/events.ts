import type { Transfer } from '#shared/domain/transfers.ts';
import { perConnection, tableOn } from '../db/tables.ts';
import type { Applying, Projection } from '../kernel.ts';
import { transfersTable } from './tables.ts';

const table = perConnection((sql) => tableOn(sql, transfersTable));

function record({ sql }: Applying, { data }: { readonly data: { readonly transfer: Transfer } }): void {
  table(sql).upsert(data.transfer, {});
}

/** Updates the table of transfers from their events. */
export const transfersProjection: Projection = {
  'transfers.created': record,
  'transfers.edited': record,
  'transfers.sent': record,
  'transfers.received': record,
  'transfers.written_off': record,
  'transfers.cancelled': record,
};
