import { type Kysely, sql } from 'kysely';

/**
 * Shipments, and how much of each line of an order has left. Of orders that were fulfilled before, everything has; which goods left
 * together is not known of them.
 */
const UP = [
  `ALTER TABLE orders ADD COLUMN shipped TEXT NOT NULL DEFAULT '[]'`,
  `UPDATE orders SET shipped = (
     SELECT json_group_array(quantity) FROM (SELECT value ->> 'quantity' AS quantity FROM json_each(orders.lines) ORDER BY key))
   WHERE status = 'fulfilled' OR id IN (SELECT order_id FROM order_entries WHERE kind = 'fulfilled')`,
  `CREATE TABLE shipments (
    id TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, lines TEXT NOT NULL CHECK (json_valid(lines)), location_id TEXT, carrier TEXT,
    tracking TEXT, actor TEXT, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX shipments_by_time ON shipments(at, id)`,
  `CREATE INDEX shipments_by_order ON shipments(order_id, at)`,
];
const DOWN = ['DROP TABLE shipments', 'ALTER TABLE orders DROP COLUMN shipped'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
