import type { Database } from 'better-sqlite3';

/** What the pages of orders and customers read: the conversations about an order, and those of a customer. */
export function up(db: Database): void {
  db.exec(`
    CREATE INDEX conversations_by_customer ON conversations(customer_id, last_message_at, k);
    CREATE TABLE conversation_orders (
      order_id TEXT NOT NULL, conversation_id TEXT NOT NULL, PRIMARY KEY (order_id, conversation_id)
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO conversation_orders
      SELECT j.value, c.id FROM conversations c, json_each(c.order_ids) j WHERE json_valid(c.order_ids) AND c.order_ids <> '[]';
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE conversation_orders; DROP INDEX conversations_by_customer;');
}
