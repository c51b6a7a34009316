import type { Database } from 'better-sqlite3';

/**
 * Alerts, notifications, users and settings: the row as JSON in `doc`, beside the columns that lists filter and sort
 * by.
 */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE alerts (
      k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, open INTEGER NOT NULL, severity INTEGER NOT NULL, state TEXT NOT NULL,
      raised_at INTEGER NOT NULL, resolved_at INTEGER, acknowledged INTEGER NOT NULL, doc TEXT NOT NULL
    ) STRICT;
    CREATE INDEX alerts_open ON alerts(severity, raised_at, k) WHERE open = 1;
    CREATE INDEX alerts_resolved ON alerts(resolved_at, k) WHERE state = 'resolved';
    CREATE INDEX alerts_by_time ON alerts(raised_at);
    CREATE INDEX alerts_by_end ON alerts(resolved_at) WHERE resolved_at IS NOT NULL;
    CREATE TABLE alert_rules (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
    CREATE TABLE notifications (id TEXT NOT NULL PRIMARY KEY, created_at INTEGER NOT NULL, doc TEXT NOT NULL) STRICT;
    CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
  `);
}

export function down(db: Database): void {
  for (const table of ['settings', 'users', 'notifications', 'alert_rules', 'alerts'])
    db.exec(`DROP TABLE ${table}`);
}
