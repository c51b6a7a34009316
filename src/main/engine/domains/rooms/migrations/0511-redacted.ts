import type { Database } from 'better-sqlite3';

/** Who removed a message, when and why, as JSON; and the messages by time, for those past their retention. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE room_messages ADD COLUMN redacted TEXT;
    CREATE INDEX room_messages_by_time ON room_messages(at, seq);
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP INDEX room_messages_by_time;
    ALTER TABLE room_messages DROP COLUMN redacted;
  `);
}
