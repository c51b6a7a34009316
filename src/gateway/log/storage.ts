import type { StorageOwner } from '../kernel.ts';
import * as m0010 from './migrations/0010-log.ts';
import * as m0564 from './migrations/0564-masked-names.ts';
import { nameLog, scrubEvents, trimLog } from './writes.ts';

/** The tables of the log. Its retention moves the floor, so the server runs it; see `trimLog`. */
export const logStorage: StorageOwner = {
  name: 'log',
  migrations: { '0010-log': m0010, '0564-masked-names': m0564 },
  writes: [nameLog, trimLog, scrubEvents],
};
