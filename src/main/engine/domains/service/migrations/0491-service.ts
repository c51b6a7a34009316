import type { Database } from 'better-sqlite3';

/** The rules of service levels. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE service_rules (
      id TEXT NOT NULL PRIMARY KEY, hours TEXT NOT NULL, holidays TEXT NOT NULL, targets TEXT NOT NULL, time_zone TEXT NOT NULL,
      version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE service_rules; DELETE FROM cursors WHERE channel = 'service'`);
}
