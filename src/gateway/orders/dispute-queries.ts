import type { Dispute } from '#shared/domain/disputes.ts';
import type { Payment } from '#shared/domain/orders.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { disputesTable, paymentsTable } from './tables.ts';

const disputeById = rowQuery(disputesTable, 'WHERE id = ?');
const disputesBefore = rowQuery(
  disputesTable,
  'WHERE (opened_at, id) < (?, ?) ORDER BY opened_at DESC, id DESC LIMIT ?',
);
const unwarned = rowQuery(
  disputesTable,
  "WHERE status = 'needs_response' AND due_at > ? AND (warned_hours IS NULL OR warned_hours > ?) ORDER BY due_at LIMIT 1",
);

/** Returns a dispute by id. */
export function readDispute(sql: Sql, id: string): Dispute | undefined {
  return disputeById.get(sql, id);
}

/** Returns a page of disputes, latest first. */
export function listDisputes(sql: Sql, before: TimeKey, limit: number): Dispute[] {
  return disputesBefore.all(sql, before.at, before.id, limit);
}

/** Returns the dispute with the nearest deadline after `now` of which the team was not warned this many hours before. */
export function nextUnwarnedDispute(sql: Sql, hours: number, now: number): Dispute | undefined {
  return unwarned.get(sql, now, hours);
}

const disputable = rowQuery(
  paymentsTable,
  `WHERE at < ? AND kind = 'payment' AND status = 'succeeded' AND method = ? AND substr(id, 1, length(?)) = ?
   AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.payment_id = payments.id) ORDER BY at DESC, id DESC LIMIT 1`,
);

/** Returns the newest payment before a time, by a method and with the beginning of an id, that was never disputed. */
export function disputablePayments(
  sql: Sql,
  {
    before,
    method,
    idPrefix,
  }: { readonly before: number; readonly method: string; readonly idPrefix: string },
): Payment[] {
  return disputable.all(sql, before, method, idPrefix, idPrefix);
}
