import { type Kysely, sql } from 'kysely';

/** Suppliers and the items they sell. The index holds the rule that an item has at most one preferred supplier. */
const UP = [
  `CREATE TABLE suppliers (
    id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, contact_name TEXT, email TEXT, phone TEXT, lead_time_days INTEGER NOT NULL,
    lead_time_deviation_days REAL NOT NULL, currency TEXT NOT NULL, minimum_order INTEGER NOT NULL, note TEXT, status TEXT NOT NULL,
    version INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE supplier_items (
    supplier_id TEXT NOT NULL, item_id TEXT NOT NULL, supplier_sku TEXT, pack_size INTEGER NOT NULL CHECK (pack_size > 0),
    price INTEGER NOT NULL CHECK (price >= 0), preferred INTEGER NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (supplier_id, item_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX supplier_items_by_item ON supplier_items(item_id)`,
  `CREATE UNIQUE INDEX supplier_items_preferred ON supplier_items(item_id) WHERE preferred = 1`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['supplier_items', 'suppliers']) await sql.raw(`DROP TABLE ${table}`).execute(db);
}
