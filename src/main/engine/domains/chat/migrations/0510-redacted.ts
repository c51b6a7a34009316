import type { Database } from 'better-sqlite3';

/** Who removed a message, when and why, as JSON; and the messages by time, for those past their retention. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE messages ADD COLUMN redacted TEXT;
    CREATE INDEX messages_by_time ON messages(at, seq);
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX messages_by_time;
    ALTER TABLE messages DROP COLUMN redacted;
  `);
}
