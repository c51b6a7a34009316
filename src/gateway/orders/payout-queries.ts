import { MAX_PAYOUT_LINES, type Payout, type PayoutLine } from '#shared/domain/payouts.ts';
import { rowQuery } from '../db/tables.ts';
import type { Sql } from '../kernel.ts';
import type { TimeKey } from '../paging.ts';
import { payoutsTable } from './tables.ts';

const payoutById = rowQuery(payoutsTable, 'WHERE id = ?');
const payoutsBefore = rowQuery(payoutsTable, 'WHERE (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?');

/** Returns a payout by id. */
export function readPayout(sql: Sql, id: string): Payout | undefined {
  return payoutById.get(sql, id);
}

/** Returns a page of payouts, newest first. */
export function listPayouts(sql: Sql, before: TimeKey, limit: number): Payout[] {
  return payoutsBefore.all(sql, before.at, before.id, limit);
}

/** Returns the oldest money that waits to be paid out. */
export function oldestUnpaid(sql: Sql): { readonly at: number; readonly currency: string } | undefined {
  return sql
    .prepare<[], { at: number; currency: string }>(
      'SELECT at, currency FROM payout_queue ORDER BY at, id LIMIT 1',
    )
    .get();
}

/** Returns the money that was noted last: its number, and its time. */
export function newestUnpaid(sql: Sql): { readonly n: number; readonly at: number } | undefined {
  return sql
    .prepare<[], { n: number; at: number }>(
      'SELECT rowid AS n, at FROM payout_queue ORDER BY rowid DESC LIMIT 1',
    )
    .get();
}

/** Returns the waiting money of a currency before a time, oldest first, as many lines as a payout has. */
export function dueLines(sql: Sql, currency: string, before: number): Omit<PayoutLine, 'fee'>[] {
  return sql
    .prepare<[string, number, number], Omit<PayoutLine, 'fee'>>(
      `SELECT id, kind, payment_id AS paymentId, order_id AS orderId, order_number AS orderNumber, amount, at
       FROM payout_queue WHERE currency = ? AND at < ? ORDER BY at, id LIMIT ?`,
    )
    .all(currency, before, MAX_PAYOUT_LINES);
}

/** Returns the payout that arrives next. */
export function nextArrival(sql: Sql): Pick<Payout, 'id' | 'net' | 'currency' | 'arrivesAt'> | undefined {
  return sql
    .prepare<[], Pick<Payout, 'id' | 'net' | 'currency' | 'arrivesAt'>>(
      "SELECT id, net, currency, arrives_at AS arrivesAt FROM payouts WHERE status = 'pending' ORDER BY arrives_at, id LIMIT 1",
    )
    .get();
}
