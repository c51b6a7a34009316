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

/** Returns how much of an item is in transit to a location. Goes through the transfers that are under way to it. */
export function transferredTo(
  sql: Sql,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
): number {
  return (
    sql
      .prepare<[string, string], { transit: number }>(
        `SELECT coalesce(sum(max(0, (e.value ->> '$.sent') - (e.value ->> '$.received') - (e.value ->> '$.writtenOff')
           - (e.value ->> '$.returned'))), 0) AS transit
         FROM transfers t INDEXED BY transfers_incoming CROSS JOIN json_each(t.lines) e
         WHERE t.to_location_id = ? AND t.status IN ('in_transit', 'partially_received') AND e.value ->> '$.itemId' = ?`,
      )
      .get(locationId, itemId)?.transit ?? 0
  );
}

/** Returns the number for the next transfer, from 1. */
export function nextTransferNumber(sql: Sql): number {
  return sql.prepare<[], { n: number }>('SELECT coalesce(max(k), 0) + 1 AS n FROM transfers').get()?.n ?? 1;
}
