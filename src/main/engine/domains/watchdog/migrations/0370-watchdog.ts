import type { Database } from 'better-sqlite3';

/** What the watchdog found, and its newest run. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE differences (
      item_id TEXT NOT NULL, location_id TEXT NOT NULL, kind TEXT NOT NULL, expected TEXT NOT NULL, actual TEXT NOT NULL,
      found_at INTEGER NOT NULL, PRIMARY KEY (item_id, location_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX differences_by_time ON differences(found_at);
    CREATE TABLE watchdog_runs (
      id TEXT NOT NULL PRIMARY KEY, trigger TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
      levels INTEGER NOT NULL, movements INTEGER NOT NULL, differences INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE watchdog_runs; DROP TABLE differences; DELETE FROM cursors WHERE channel = 'watchdog'`);
}
