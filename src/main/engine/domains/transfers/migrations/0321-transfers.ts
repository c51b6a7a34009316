import type { Database } from 'better-sqlite3';

/** Transfers. Their lines are never read without them, so they are stored in them as JSON. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE transfers (
      id TEXT NOT NULL PRIMARY KEY, number TEXT NOT NULL, from_location_id TEXT NOT NULL, to_location_id TEXT NOT NULL,
      status TEXT NOT NULL, lines TEXT NOT NULL, note TEXT NOT NULL, created_by TEXT, created_at INTEGER NOT NULL,
      sent_at INTEGER, ended_at INTEGER, reason TEXT, change_id TEXT NOT NULL
    ) STRICT;
    CREATE INDEX transfers_by_time ON transfers(created_at, id);
    CREATE INDEX transfers_by_status ON transfers(status, created_at, id);
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE transfers');
}
