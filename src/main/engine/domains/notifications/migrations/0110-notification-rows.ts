import type { Database } from 'better-sqlite3';

/** Notifications by column, as their row is declared. The next snapshot fills the table. */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE notifications;
    CREATE TABLE notifications (
      id TEXT NOT NULL PRIMARY KEY, category TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, subject TEXT,
      created_at INTEGER NOT NULL, read_at INTEGER, dismissed_at INTEGER
    ) STRICT;
    CREATE INDEX notifications_by_time ON notifications(created_at);
    DELETE FROM cursors WHERE channel = 'notifications';
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE notifications;
    CREATE TABLE notifications (id TEXT NOT NULL PRIMARY KEY, created_at INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
    DELETE FROM cursors WHERE channel = 'notifications';
  `);
}
