import type { Database } from 'better-sqlite3';

/** How much of a message in a room the filter has masked. */
export function up(db: Database): void {
  db.exec('ALTER TABLE room_messages ADD COLUMN masked TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE room_messages DROP COLUMN masked');
}
