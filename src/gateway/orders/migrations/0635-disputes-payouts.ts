import { type Kysely, sql } from 'kysely';

/**
 * What refunds were for, disputes, payouts, and the money that waits for its payout. Money that came in more than forty days before the
 * newest payment was paid out long ago, outside; what is younger waits.
 */
const UP = [
  `ALTER TABLE payments ADD COLUMN lines TEXT NOT NULL DEFAULT '[]'`,
  `CREATE TABLE disputes (
    id TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL, order_id TEXT NOT NULL, order_number TEXT NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, reason TEXT NOT NULL, status TEXT NOT NULL, opened_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
    evidence TEXT, answered_at INTEGER, closed_at INTEGER, warned_hours INTEGER
  ) STRICT`,
  `CREATE INDEX disputes_by_time ON disputes(opened_at, id)`,
  `CREATE INDEX disputes_by_order ON disputes(order_id, opened_at)`,
  `CREATE INDEX disputes_to_answer ON disputes(due_at) WHERE status = 'needs_response'`,
  `CREATE TABLE payouts (
    id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, currency TEXT NOT NULL, gross INTEGER NOT NULL, fees INTEGER NOT NULL,
    refunds INTEGER NOT NULL, disputes INTEGER NOT NULL, net INTEGER NOT NULL, status TEXT NOT NULL, arrives_at INTEGER NOT NULL,
    lines TEXT NOT NULL CHECK (json_valid(lines))
  ) STRICT`,
  `CREATE INDEX payouts_by_time ON payouts(at, id)`,
  `CREATE INDEX payouts_pending ON payouts(arrives_at, id) WHERE status = 'pending'`,
  `CREATE TABLE payout_queue (
    id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, payment_id TEXT NOT NULL, order_id TEXT NOT NULL, order_number TEXT NOT NULL,
    currency TEXT NOT NULL, amount INTEGER NOT NULL, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX payout_queue_by_time ON payout_queue(at, id)`,
  `CREATE INDEX payout_queue_by_currency ON payout_queue(currency, at, id)`,
  `INSERT INTO payout_queue (id, kind, payment_id, order_id, order_number, currency, amount, at)
   SELECT id, kind, id, order_id, order_number, currency, amount, at FROM payments
   WHERE status = 'succeeded' AND amount > 0 AND at > (SELECT max(at) FROM payments) - 40 * 86400000`,
];
const DOWN = [
  ...['payout_queue', 'payouts', 'disputes'].map((table) => `DROP TABLE ${table}`),
  `ALTER TABLE payments DROP COLUMN lines`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
