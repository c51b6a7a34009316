import type { Database } from 'better-sqlite3';

/**
 * Figures count what was paid, at the time of the payment: they find the payments of a period by an index, and sums of placed
 * orders are no longer kept. Sums of days, which depended on the workspace's time zone, are no longer kept either: reads put
 * them together from hours and minutes.
 */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE order_rollups;
    DROP TABLE product_rollups;
    DROP TABLE IF EXISTS next_order_rollups;
    DROP TABLE IF EXISTS next_product_rollups;
    DELETE FROM payment_rollups WHERE grain = 2;
    DELETE FROM chat_rollups WHERE grain = 2;
    CREATE INDEX payments_by_time ON payments(at, k);
  `);
}

/** The sums that are created are empty; deleting the cursors has the gateway send snapshots, with which they are counted. */
export function down(db: Database): void {
  db.exec(`
    DROP INDEX payments_by_time;
    CREATE TABLE order_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, orders INTEGER NOT NULL, cancelled INTEGER NOT NULL,
      PRIMARY KEY (grain, bucket, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE product_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, item_id TEXT NOT NULL, currency TEXT NOT NULL, units INTEGER NOT NULL,
      revenue INTEGER NOT NULL, PRIMARY KEY (grain, bucket, item_id, currency)
    ) STRICT, WITHOUT ROWID;
    DELETE FROM cursors WHERE channel IN ('orders', 'payments', 'chat');
  `);
}
