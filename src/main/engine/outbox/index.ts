import type { EngineDomain } from '../store/domain.ts';
import { form, forms } from './forms.ts';
import * as created from './migrations/0050-outbox.ts';
import * as withdrawals from './migrations/0150-withdrawals.ts';
import * as ownFile from './migrations/0160-own-file.ts';
import { outbox } from './reads.ts';
import { counts, typed, unsent } from './unsent.ts';

export { OUTBOX_MIGRATIONS } from './file/migrations/index.ts';

/** The outbox as a part of the cache: its tables and the reads of its entries and of the forms not sent. */
export const outboxPart: EngineDomain = {
  name: 'outbox',
  migrations: [
    { version: 50, ...created },
    { version: 150, ...withdrawals },
    { version: 160, ...ownFile },
  ],
  reads: {
    'commands.outbox': outbox,
    'forms.form': form,
    'forms.list': forms,
    'outbox.page': unsent,
    'outbox.typed': typed,
    'outbox.counts': counts,
  },
};
