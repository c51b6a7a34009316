import type { Database } from 'better-sqlite3';

/** The rules of the message filter, and what they counted. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE filter_rules (
      id TEXT NOT NULL PRIMARY KEY, words TEXT NOT NULL, flood TEXT, repeat_seconds INTEGER,
      version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE filter_tallies (
      day TEXT NOT NULL, rule TEXT NOT NULL, messages INTEGER NOT NULL, parts INTEGER NOT NULL, since INTEGER NOT NULL,
      PRIMARY KEY (day, rule)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE filter_tallies; DROP TABLE filter_rules; DELETE FROM cursors WHERE channel = 'filter'`);
}
