import type { Database } from 'better-sqlite3';

/** The service level of a supplier's items, %, null for the workspace's terms; and the items that a supplier's SKU stands for. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE suppliers ADD COLUMN service_level REAL;
    CREATE INDEX supplier_items_by_sku ON supplier_items(supplier_sku COLLATE NOCASE) WHERE supplier_sku IS NOT NULL;
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX supplier_items_by_sku;
    ALTER TABLE suppliers DROP COLUMN service_level;
  `);
}
