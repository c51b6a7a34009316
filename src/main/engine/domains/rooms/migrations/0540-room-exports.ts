import type { Database } from 'better-sqlite3';

/** Lines about the export of a private room. */
export function up(db: Database): void {
  db.exec('ALTER TABLE room_messages ADD COLUMN exported TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE room_messages DROP COLUMN exported');
}
