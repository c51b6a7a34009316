import type { Database } from 'better-sqlite3';

/** Finds items by barcode, as codes are scanned. Most shops have items without one. */
export function up(db: Database): void {
  db.exec('CREATE INDEX items_by_code ON items(barcode COLLATE NOCASE) WHERE barcode IS NOT NULL');
}

export function down(db: Database): void {
  db.exec('DROP INDEX items_by_code');
}
