import { type Kysely, sql } from 'kysely';

/** What payments say about their orders, so that consoles add up locations and products from payments alone. */
const UP = [
  `ALTER TABLE payments ADD COLUMN location_id TEXT`,
  `ALTER TABLE payments ADD COLUMN sold TEXT NOT NULL DEFAULT '[]'`,
  `UPDATE payments SET location_id = (SELECT location_id FROM orders o WHERE o.id = payments.order_id)`,
  `UPDATE payments SET sold = coalesce((
     SELECT json_group_array(json_object('itemId', item, 'quantity', quantity, 'total', total)) FROM (
       SELECT l.value ->> 'itemId' AS item, sum(l.value ->> 'quantity') AS quantity, sum(l.value ->> 'total') AS total
       FROM orders o, json_each(o.lines) l WHERE o.id = payments.order_id GROUP BY item)), '[]')
   WHERE settles_order = 1`,
];
const DOWN = [`ALTER TABLE payments DROP COLUMN sold`, `ALTER TABLE payments DROP COLUMN location_id`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
