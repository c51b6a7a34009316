import type { Database } from 'better-sqlite3';

/** Who removed a message, when and why, as JSON. */
export function up(db: Database): void {
  db.exec('ALTER TABLE messages ADD COLUMN redacted TEXT');
}

export function down(db: Database): void {
  db.exec('ALTER TABLE messages DROP COLUMN redacted');
}
