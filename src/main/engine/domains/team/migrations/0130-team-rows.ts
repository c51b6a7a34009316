import type { Database } from 'better-sqlite3';

/** Members of the team by column, as their row is declared. The next snapshot fills the table. */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE team_members;
    CREATE TABLE team_members (
      id TEXT NOT NULL PRIMARY KEY, username TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL
    ) STRICT;
    DELETE FROM cursors WHERE channel = 'team';
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE team_members;
    CREATE TABLE team_members (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT;
    DELETE FROM cursors WHERE channel = 'team';
  `);
}
