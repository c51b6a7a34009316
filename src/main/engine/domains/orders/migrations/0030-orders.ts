import type { Database } from 'better-sqlite3';

/**
 * Orders and payments with their rollups. Grain 0 is a minute, 1 an hour, 2 a day of the workspace. Rollups depend only on
 * the rows: an order counts when it was placed, a payment when it was made. So a snapshot produces the same rollups.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE orders (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL, customer_id TEXT, customer_name TEXT, customer_email TEXT,
      lines TEXT NOT NULL, total INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL, location_id TEXT,
      placed_at INTEGER NOT NULL, seq INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX orders_by_time ON orders(placed_at, k);
    CREATE INDEX orders_by_customer ON orders(customer_id, placed_at, k) WHERE customer_id IS NOT NULL;
    CREATE VIRTUAL TABLE orders_fts USING fts5(words, content='orders', content_rowid='k', tokenize='unicode61 remove_diacritics 2',
      prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE payments (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, order_number TEXT NOT NULL, kind TEXT NOT NULL,
      status TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, method TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL,
      settles_order INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX payments_by_order ON payments(order_id);
    CREATE TABLE order_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, orders INTEGER NOT NULL, cancelled INTEGER NOT NULL,
      PRIMARY KEY (grain, bucket, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE product_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, item_id TEXT NOT NULL, currency TEXT NOT NULL, units INTEGER NOT NULL,
      revenue INTEGER NOT NULL, PRIMARY KEY (grain, bucket, item_id, currency)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE payment_rollups (
      grain INTEGER NOT NULL, bucket INTEGER NOT NULL, currency TEXT NOT NULL, paid INTEGER NOT NULL, payments INTEGER NOT NULL,
      refunded INTEGER NOT NULL, refunds INTEGER NOT NULL, paid_orders INTEGER NOT NULL, PRIMARY KEY (grain, bucket, currency)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of [
    'payment_rollups',
    'product_rollups',
    'order_rollups',
    'payments',
    'orders_fts',
    'orders',
  ]) {
    db.exec(`DROP TABLE ${table}`);
  }
}
