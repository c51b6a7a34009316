import type { Database } from 'better-sqlite3';

/** Who conversations can be given to: the channel `team`. Its first snapshot fills it. */
export function up(db: Database): void {
  db.exec(
    'CREATE TABLE team_members (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT',
  );
}

export function down(db: Database): void {
  // The cursor goes too, so that the next `up` is followed by a snapshot again.
  db.exec(`DROP TABLE team_members; DELETE FROM cursors WHERE channel = 'team'`);
}
