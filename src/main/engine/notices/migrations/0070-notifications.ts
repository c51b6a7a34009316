import type { Database } from 'better-sqlite3';

/**
 * `shown_notifications`: events somebody has been told about, so that nobody is told twice; trimmed to the newest.
 * `outbox.based_on`: the last sequence the user had seen when they decided, sent along with the command.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE shown_notifications (event_id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX shown_notifications_by_time ON shown_notifications(at);
    ALTER TABLE outbox ADD COLUMN based_on INTEGER;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE outbox DROP COLUMN based_on;
    DROP TABLE shown_notifications;
  `);
}
