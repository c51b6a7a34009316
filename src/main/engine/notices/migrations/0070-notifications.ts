import type { Database } from 'better-sqlite3';

/**
 * `shown_notifications` has the newest events for which a toast was shown, so that none is shown twice. `outbox.based_on` is
 * the sequence number that the user had seen when submitting a command; it is sent with the command.
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
