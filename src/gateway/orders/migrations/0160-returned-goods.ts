import { type Kysely, sql } from 'kysely';

/**
 * The goods of an order that came back, by item, instead of a mark that all of them did. Where the mark was set, all were
 * returned.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE orders ADD COLUMN returned TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(returned))`.execute(
    db,
  );
  await sql`UPDATE orders SET returned = (
    SELECT json_group_array(json_object('itemId', item, 'quantity', quantity)) FROM (
      SELECT value ->> 'itemId' AS item, sum(value ->> 'quantity') AS quantity
      FROM json_each(orders.lines) GROUP BY item))
    WHERE restocked = 1`.execute(db);
  await sql`ALTER TABLE orders DROP COLUMN restocked`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE orders ADD COLUMN restocked INTEGER NOT NULL DEFAULT 0`.execute(db);
  await sql`UPDATE orders SET restocked = 1 WHERE returned <> '[]'`.execute(db);
  await sql`ALTER TABLE orders DROP COLUMN returned`.execute(db);
}
