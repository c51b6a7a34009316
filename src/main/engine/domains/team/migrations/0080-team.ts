import type { Database } from 'better-sqlite3';

/** The members of the channel `team`, to whom conversations can be assigned. The first snapshot fills the table. */
export function up(db: Database): void {
  db.exec(
    'CREATE TABLE team_members (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT',
  );
}

export function down(db: Database): void {
  // Deleting the cursor makes the gateway send a snapshot after the next `up`.
  db.exec(`DROP TABLE team_members; DELETE FROM cursors WHERE channel = 'team'`);
}
