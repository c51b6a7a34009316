import type { Database } from 'better-sqlite3';

/**
 * Sums of payments by location, product and method, in place of those by currency alone, and what payments say about their orders
 * for that. Deleting the cursor makes the gateway send the payments again: the sums are counted with them.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE payments ADD COLUMN location_id TEXT;
    ALTER TABLE payments ADD COLUMN sold TEXT NOT NULL DEFAULT '[]';
    DROP TABLE payment_rollups;
    DROP TABLE IF EXISTS next_payment_rollups;
    CREATE TABLE sales_sums (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, location_id TEXT NOT NULL, paid INTEGER NOT NULL,
      payments INTEGER NOT NULL, refunded INTEGER NOT NULL, refunds INTEGER NOT NULL, paid_orders INTEGER NOT NULL,
      failed INTEGER NOT NULL, disputed INTEGER NOT NULL,
      PRIMARY KEY (grain, currency, location_id, bucket)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE product_sums (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, location_id TEXT NOT NULL, item_id TEXT NOT NULL,
      units INTEGER NOT NULL, revenue INTEGER NOT NULL, PRIMARY KEY (grain, currency, location_id, bucket, item_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE method_sums (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, location_id TEXT NOT NULL, method TEXT NOT NULL,
      outcome TEXT NOT NULL, payments INTEGER NOT NULL, amount INTEGER NOT NULL,
      PRIMARY KEY (grain, currency, location_id, bucket, method, outcome)
    ) STRICT, WITHOUT ROWID;
    DELETE FROM cursors WHERE channel = 'payments';
  `);
}

/** The sums that are created are empty; without its cursor, the channel comes anew and they are counted with it. */
export function down(db: Database): void {
  db.exec(`
    DROP TABLE method_sums;
    DROP TABLE product_sums;
    DROP TABLE sales_sums;
    CREATE TABLE payment_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, paid INTEGER NOT NULL, payments INTEGER NOT NULL,
      refunded INTEGER NOT NULL, refunds INTEGER NOT NULL, paid_orders INTEGER NOT NULL, PRIMARY KEY (grain, bucket, currency)
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE payments DROP COLUMN sold;
    ALTER TABLE payments DROP COLUMN location_id;
    DELETE FROM cursors WHERE channel = 'payments';
  `);
}
