import type { Database } from 'better-sqlite3';

/** Canned replies and macros, by their owner. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE canned_replies (
      id TEXT NOT NULL PRIMARY KEY, shortcut TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, folder TEXT, owner_id TEXT,
      version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX canned_replies_by_owner ON canned_replies(owner_id, id);
    CREATE TABLE macros (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, actions TEXT NOT NULL, owner_id TEXT, version INTEGER NOT NULL,
      changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX macros_by_owner ON macros(owner_id, id);
  `);
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot.
  db.exec(`DROP TABLE macros; DROP TABLE canned_replies; DELETE FROM cursors WHERE channel = 'canned'`);
}
