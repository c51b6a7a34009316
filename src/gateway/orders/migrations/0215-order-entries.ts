import { type Kysely, sql } from 'kysely';

/**
 * What happened to orders besides payments, and which goods came back with a refund. What is in the log is taken over from there;
 * for what the log no longer has, the order's own sum of returned goods stays.
 */
const UP = [
  `CREATE TABLE order_entries (
    seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT, actor TEXT, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX order_entries_by_order ON order_entries(order_id, seq)`,
  `CREATE INDEX order_entries_by_time ON order_entries(at, seq)`,
  `INSERT INTO order_entries (seq, order_id, kind, text, actor, at)
   SELECT seq, body ->> '$.data.orderId', substr(type, 8), body ->> '$.data.reason', nullif(body -> '$.actor', 'null'), at
   FROM events WHERE channel = 'orders' AND type IN ('orders.fulfilled', 'orders.cancelled')`,
  `ALTER TABLE payments ADD COLUMN returned TEXT NOT NULL DEFAULT '[]'`,
  `UPDATE payments SET returned = e.returned
   FROM (SELECT body ->> '$.data.payment.id' AS id, body -> '$.data.returned' AS returned FROM events
         WHERE channel = 'payments' AND type = 'payments.refunded' AND json_array_length(body, '$.data.returned') > 0) AS e
   WHERE payments.id = e.id`,
];
const DOWN = [`ALTER TABLE payments DROP COLUMN returned`, `DROP TABLE order_entries`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
