import type { Database } from 'better-sqlite3';

/** Saved views. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE views (
      id TEXT NOT NULL PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL,
      shared INTEGER NOT NULL, filters TEXT NOT NULL, sort TEXT, columns TEXT, version INTEGER NOT NULL, changed_by TEXT NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX views_by_owner ON views(owner_id, page);
    CREATE INDEX views_shared ON views(page) WHERE shared = 1;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE views; DELETE FROM cursors WHERE channel = 'views'`);
}
