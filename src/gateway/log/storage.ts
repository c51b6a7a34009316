import type { StorageOwner } from '../kernel.ts';
import * as m0010 from './migrations/0010-log.ts';

/** The tables of the log. Its retention is `EventLog.trimSlice`, which also moves the floor. */
export const logStorage: StorageOwner = { name: 'log', migrations: { '0010-log': m0010 } };
