import type { Database } from 'better-sqlite3';

/** Suppliers and the items they sell. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE suppliers (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, contact_name TEXT, email TEXT, phone TEXT,
      lead_time_days INTEGER NOT NULL, lead_time_deviation_days REAL NOT NULL, currency TEXT NOT NULL, minimum_order INTEGER NOT NULL,
      note TEXT, status TEXT NOT NULL, version INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX suppliers_by_name ON suppliers(name COLLATE NOCASE, k);
    CREATE VIRTUAL TABLE suppliers_fts USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE supplier_items (
      supplier_id TEXT NOT NULL, item_id TEXT NOT NULL, supplier_sku TEXT, pack_size INTEGER NOT NULL, price INTEGER NOT NULL,
      preferred INTEGER NOT NULL, version INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (supplier_id, item_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX supplier_items_by_item ON supplier_items(item_id);
  `);
}

export function down(db: Database): void {
  for (const table of ['supplier_items', 'suppliers_fts', 'suppliers']) db.exec(`DROP TABLE ${table}`);
}
