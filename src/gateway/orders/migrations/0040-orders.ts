import { type Kysely, sql } from 'kysely';

/**
 * An order's lines never change and are never read without it, so they are stored in it as JSON. `paid`, `refunded` and
 * `restocked` sum up its payments and returns, so that a payment need not read them all.
 */
const UP = [
  `CREATE TABLE orders (
    id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, customer_id TEXT, customer_name TEXT, customer_email TEXT,
    lines TEXT NOT NULL CHECK (json_valid(lines)), total INTEGER NOT NULL, currency TEXT NOT NULL, status TEXT NOT NULL,
    location_id TEXT, placed_at INTEGER NOT NULL, paid INTEGER NOT NULL DEFAULT 0,
    refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded <= paid), restocked INTEGER NOT NULL DEFAULT 0
  ) STRICT`,
  `CREATE INDEX orders_by_time ON orders(placed_at, id)`,
  `CREATE INDEX orders_by_customer ON orders(customer_id, placed_at) WHERE customer_id IS NOT NULL`,
  `CREATE TABLE payments (
    id TEXT NOT NULL UNIQUE, order_id TEXT NOT NULL, order_number TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
    amount INTEGER NOT NULL, currency TEXT NOT NULL, method TEXT NOT NULL, reason TEXT, at INTEGER NOT NULL,
    settles_order INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX payments_by_order ON payments(order_id, at)`,
  `CREATE INDEX payments_by_time ON payments(at, id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['payments', 'orders']) await sql.raw(`DROP TABLE ${table}`).execute(db);
}
