import type { Database } from 'better-sqlite3';

/** Adds the coded text. Notifications of earlier versions have none and keep their words. */
export function up(db: Database): void {
  db.exec('ALTER TABLE notifications ADD COLUMN text TEXT;');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE notifications DROP COLUMN text;');
}
