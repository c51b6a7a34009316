import type { Transfer } from '#shared/domain/transfers.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { transfersTable } from './tables.ts';

const transferById = rowQuery(transfersTable, 'WHERE id = ?');
const transfersBefore = rowQuery(
  transfersTable,
  'WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?',
);
const underway = rowQuery(
  transfersTable,
  "WHERE status IN ('draft', 'in_transit', 'partially_received') AND id > ? ORDER BY id LIMIT ?",
);

/** Returns a transfer by id. */
export function readTransfer(sql: Sql, id: string): Transfer | undefined {
  return transferById.get(sql, id);
}

/** Returns a page of transfers, newest first. */
export function listTransfers(sql: Sql, before: TimeKey, limit: number): Transfer[] {
  return transfersBefore.all(sql, before.at, before.id, limit);
}

/** Returns a page of transfers that have not ended, by id. */
export function openTransfers(sql: Sql, after: string, limit: number): Transfer[] {
  return underway.all(sql, after, limit);
}

/** Returns the number for the next transfer, from 1. */
export function nextTransferNumber(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT coalesce(max(k), 0) + 1 AS n FROM transfers').get()?.n ?? 1;
}
