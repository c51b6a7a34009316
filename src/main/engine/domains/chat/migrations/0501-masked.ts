import type { Database } from 'better-sqlite3';

/** How much of a message the filter has masked. */
export function up(db: Database): void {
  db.exec('ALTER TABLE messages ADD COLUMN masked TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE messages DROP COLUMN masked');
}
