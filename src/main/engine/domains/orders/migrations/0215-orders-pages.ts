import type { Database } from 'better-sqlite3';

/**
 * What the list and the pages of orders and customers read: indexes by status and number, the counters of each status, the
 * customers of orders, what happened to orders, and the goods that came back. Deleting the cursors makes the gateway send these
 * channels again: what they had no place for comes with that, and orders are indexed with the SKUs of all their lines.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE INDEX orders_by_status ON orders(status, placed_at, k);
    CREATE INDEX orders_by_number ON orders(number);
    INSERT INTO counters (key, value) SELECT 'orders.' || status, count(*) FROM orders GROUP BY status;
    CREATE TABLE order_entries (
      seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT, actor TEXT, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX order_entries_by_order ON order_entries(order_id, seq);
    ALTER TABLE payments ADD COLUMN returned TEXT NOT NULL DEFAULT '[]';
    CREATE TABLE customers (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, email TEXT, first_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
      words TEXT NOT NULL
    ) STRICT;
    INSERT INTO customers (id, name, email, first_at, last_at, words)
      SELECT customer_id, customer_name, customer_email, min(placed_at), max(placed_at), '' FROM orders
      WHERE customer_id IS NOT NULL AND customer_name IS NOT NULL GROUP BY customer_id ORDER BY max(placed_at);
    CREATE VIRTUAL TABLE customers_fts USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
    INSERT INTO text_builds SELECT 'customers_fts', max(k) + 1 FROM customers HAVING max(k) IS NOT NULL;
    DELETE FROM cursors WHERE channel IN ('orders', 'payments');
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE customers_fts;
    DELETE FROM text_builds WHERE name = 'customers_fts';
    DROP TABLE customers;
    ALTER TABLE payments DROP COLUMN returned;
    DROP TABLE order_entries;
    DELETE FROM counters WHERE key >= 'orders.' AND key < 'orders.\u{10ffff}';
    DROP INDEX orders_by_number;
    DROP INDEX orders_by_status;
    DELETE FROM history WHERE kind = 'order_entry';
    DELETE FROM complete_records WHERE kind = 'order_entry';
  `);
}
