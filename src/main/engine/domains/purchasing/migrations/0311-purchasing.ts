import type { Database } from 'better-sqlite3';

/** Orders to suppliers with their lines, and what happened to them. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE purchases (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL, supplier_id TEXT NOT NULL, supplier_name TEXT NOT NULL,
      location_id TEXT NOT NULL, currency TEXT NOT NULL, lines TEXT NOT NULL, total INTEGER NOT NULL, status TEXT NOT NULL,
      expected_on TEXT, note TEXT, created_at INTEGER NOT NULL, placed_at INTEGER, closed_at INTEGER, version INTEGER NOT NULL,
      seq INTEGER NOT NULL, words TEXT NOT NULL
    ) STRICT;
    CREATE INDEX purchases_by_time ON purchases(created_at, k);
    CREATE INDEX purchases_by_status ON purchases(status, created_at, k);
    CREATE INDEX purchases_by_supplier ON purchases(supplier_id, created_at, k);
    CREATE VIRTUAL TABLE purchases_fts USING fts5(words, content='', tokenize='ascii', prefix='2 3', detail='none', columnsize=0);
    CREATE TABLE purchase_entries (
      seq INTEGER PRIMARY KEY, purchase_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT, location_id TEXT, arrivals TEXT NOT NULL,
      differences TEXT NOT NULL, actor TEXT, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX purchase_entries_by_purchase ON purchase_entries(purchase_id, seq);
  `);
}

export function down(db: Database): void {
  for (const table of ['purchase_entries', 'purchases_fts', 'purchases']) db.exec(`DROP TABLE ${table}`);
  db.exec(`
    DELETE FROM history WHERE kind IN ('purchase', 'purchase_entry');
    DELETE FROM complete_records WHERE kind IN ('purchase', 'purchase_entry');
  `);
}
