import type { Database } from 'better-sqlite3';

/**
 * Shipments, how much of each line of an order has left, and the index of what is to be picked at a location. Deleting the cursor has
 * the gateway send the channel again: what there was no place for comes with that.
 */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE orders ADD COLUMN shipped TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX orders_to_pick ON orders(location_id, placed_at, k) WHERE status = 'paid';
    CREATE TABLE shipments (
      id TEXT PRIMARY KEY, order_id TEXT NOT NULL, lines TEXT NOT NULL, location_id TEXT, carrier TEXT, tracking TEXT, actor TEXT,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX shipments_by_order ON shipments(order_id, at);
    DELETE FROM cursors WHERE channel = 'orders';
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE shipments;
    DROP INDEX orders_to_pick;
    ALTER TABLE orders DROP COLUMN shipped;
    DELETE FROM history WHERE kind = 'shipment';
    DELETE FROM complete_records WHERE kind = 'shipment';
  `);
}
