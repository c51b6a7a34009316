import { type Kysely, sql } from 'kysely';

/** Orders to suppliers with their lines, and what happened to them. */
const UP = [
  `CREATE TABLE purchases (
    id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, supplier_id TEXT NOT NULL, supplier_name TEXT NOT NULL, location_id TEXT NOT NULL,
    currency TEXT NOT NULL, lines TEXT NOT NULL CHECK (json_valid(lines)), total INTEGER NOT NULL, status TEXT NOT NULL, expected_on TEXT,
    note TEXT, created_at INTEGER NOT NULL, placed_at INTEGER, closed_at INTEGER, version INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX purchases_by_time ON purchases(created_at, id)`,
  `CREATE INDEX purchases_by_supplier ON purchases(supplier_id, created_at, id)`,
  `CREATE INDEX purchases_open ON purchases(created_at, id) WHERE status IN ('draft', 'ordered', 'partly_received')`,
  `CREATE TABLE purchase_entries (
    seq INTEGER PRIMARY KEY, purchase_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT, location_id TEXT, arrivals TEXT NOT NULL,
    differences TEXT NOT NULL, actor TEXT, at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX purchase_entries_by_purchase ON purchase_entries(purchase_id, seq)`,
  `CREATE INDEX purchase_entries_by_time ON purchase_entries(at, seq)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['purchase_entries', 'purchases']) await sql.raw(`DROP TABLE ${table}`).execute(db);
}
