import { type Transfer, transferSums } from '#shared/domain/transfers.ts';
import type { Described, EngineDomain } from '../../store/domain.ts';
import type { Reader } from '../../store/reader.ts';
import { transferEffects } from './effects.ts';
import * as created from './migrations/0321-transfers.ts';
import { dumpTransfers, transfersProjection } from './projection.ts';
import { list, transfer } from './reads.ts';

interface TransferData {
  readonly transfer: Transfer;
  readonly units?: number;
}

function describe({ transfer: t, units }: TransferData, reader: Reader): Described {
  const nameOf = (id: string): string =>
    reader.get<{ name: string }>('SELECT name FROM locations WHERE id = ?', id)?.name ?? id;
  return {
    values: {
      number: t.number,
      from: nameOf(t.fromLocationId),
      to: nameOf(t.toLocationId),
      units: units ?? transferSums(t.lines).quantity,
      lines: t.lines.length,
      reason: t.reason,
    },
    subject: { kind: 'transfer', id: t.id },
  };
}

/** The domain of transfers. */
export const transfersDomain: EngineDomain = {
  name: 'transfers',
  migrations: [{ version: 321, ...created }],
  projections: { transfers: transfersProjection },
  dumps: { transfers: dumpTransfers },
  reads: { 'transfers.list': list, 'transfers.transfer': transfer },
  effects: transferEffects,
  activity: {
    'transfers.created': describe,
    'transfers.edited': describe,
    'transfers.sent': describe,
    'transfers.received': describe,
    'transfers.written_off': describe,
    'transfers.cancelled': describe,
  },
};
