import { DAY_MS } from '#shared/domain/time.ts';
import { growingTable } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { notificationsTable } from './tables.ts';

/** The rows of the channel `notifications`: a snapshot has those of the last day. */
export const notificationsSnapshot: readonly RowSource[] = [
  growingTable({ table: notificationsTable, keys: ['created_at', 'id'], inSnapshotMs: DAY_MS }),
];
