import type { Database } from 'better-sqlite3';

/** Stores team members in columns, as their row declares, instead of JSON. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE team_members RENAME TO old_team_members;
    CREATE TABLE team_members (
      id TEXT NOT NULL PRIMARY KEY, username TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL
    ) STRICT;
    INSERT INTO team_members SELECT id, doc ->> 'username', name, doc ->> 'role' FROM old_team_members;
    DROP TABLE old_team_members;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE team_members RENAME TO new_team_members;
    CREATE TABLE team_members (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT;
    INSERT INTO team_members SELECT id, name, json_object('id', id, 'username', username, 'name', name, 'role', role)
      FROM new_team_members;
    DROP TABLE new_team_members;
  `);
}
