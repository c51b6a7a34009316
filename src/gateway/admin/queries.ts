import { dumpAll, dumpTables } from '#shared/rows/dump.ts';
import { dumpUsers } from '../auth/index.ts';
import { settingsTable } from './tables.ts';

/** Streams the rows of the channel `admin`: users by id, settings by key. */
export const adminSnapshot = dumpAll(dumpUsers, dumpTables(settingsTable));
