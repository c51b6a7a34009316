import type { Database } from 'better-sqlite3';

/** Boards of widgets. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE boards (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, shared INTEGER NOT NULL,
      widgets TEXT NOT NULL, version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX boards_by_owner ON boards(owner_id);
    CREATE INDEX boards_shared ON boards(id) WHERE shared = 1;
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE boards; DELETE FROM cursors WHERE channel = 'boards'`);
}
