import { apiKeyRows, userRows } from '../auth/index.ts';
import { wholeTable } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { settingsTable } from './tables.ts';

/** The rows of the channel `admin`: users by id, settings by key, API keys by id. */
export const adminSnapshot: readonly RowSource[] = [userRows(), wholeTable(settingsTable), apiKeyRows()];
