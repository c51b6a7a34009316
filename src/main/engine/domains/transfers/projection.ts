import type { Transfer } from '#shared/domain/transfers.ts';
import { parserOf } from '#shared/protocol/events/guard.ts';
import { transferRow } from '#shared/rows/transfers.ts';
import { type ChannelProjection, dumpTables, type ProjectionContext } from '../../store/projection.ts';
import { transfersTable } from './tables.ts';

const parse = parserOf(transferRow.schema);

interface TransferEvent {
  readonly data: { readonly transfer: Transfer };
}

/** Projects the channel `transfers`. Events have the whole transfer, so it does not matter which are held. */
export function transfersProjection(context: ProjectionContext): ChannelProjection<'transfers'> {
  const transfers = context.bind(transfersTable);
  const record = ({ data: { transfer } }: TransferEvent): boolean => {
    transfers.upsert(transfer, {});
    context.changes.touch('transfers', transfer.id);
    return true;
  };
  return {
    channel: 'transfers',
    tallies: [],
    events: {
      'transfers.created': record,
      'transfers.edited': record,
      'transfers.sent': record,
      'transfers.received': record,
      'transfers.written_off': record,
      'transfers.cancelled': record,
    },
    rows: {
      transfer: (row) => {
        const transfer = parse(row);
        transfers.insertNew(transfer, {});
        context.changes.touch('transfers', transfer.id);
      },
    },
    clear: () => transfers.clear(),
  };
}

/** Returns all rows of the channel `transfers`, sorted by key. */
export const dumpTransfers = dumpTables(transfersTable);
