import type { Database } from 'better-sqlite3';

/**
 * Rows as they were before a change, by the event that changed them (see row-images.ts). Empty unless recording is on.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE row_images (
      seq INTEGER NOT NULL, n INTEGER NOT NULL, table_name TEXT NOT NULL, identity TEXT NOT NULL, before TEXT,
      PRIMARY KEY (seq, n)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE row_images');
}
