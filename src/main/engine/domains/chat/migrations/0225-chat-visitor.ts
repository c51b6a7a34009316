import type { Database } from 'better-sqlite3';

/** What customers of the chat page entered and what of it is verified, as JSON. */
export function up(db: Database): void {
  db.exec('ALTER TABLE conversations ADD COLUMN visitor TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE conversations DROP COLUMN visitor');
}
