import type { EngineDomain } from '../store/domain.ts';
import * as created from './migrations/0050-outbox.ts';
import * as withdrawals from './migrations/0150-withdrawals.ts';
import { outbox } from './reads.ts';

/** The outbox as a part of the cache: its table and the read of its entries. */
export const outboxPart: EngineDomain = {
  name: 'outbox',
  migrations: [
    { version: 50, ...created },
    { version: 150, ...withdrawals },
  ],
  reads: { 'commands.outbox': outbox },
};
