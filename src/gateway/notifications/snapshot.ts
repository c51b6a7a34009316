import { DAY_MS } from '#shared/domain/time.ts';
import { rowHistory, scanRows } from '../db/sources.ts';
import type { RowSource } from '../kernel.ts';
import { notificationsTable } from './tables.ts';

/** The rows of the channel `notifications`: a snapshot has those of the last day. */
export const notificationsSnapshot: readonly RowSource[] = [
  {
    kind: notificationsTable.row.kind,
    all: scanRows({ table: notificationsTable, keys: ['id'] }),
    now: scanRows({
      table: notificationsTable,
      keys: ['created_at', 'id'],
      where: 'created_at >= @since',
    }),
    history: rowHistory({ table: notificationsTable, keys: ['created_at', 'id'], inSnapshotMs: DAY_MS }),
  },
];
