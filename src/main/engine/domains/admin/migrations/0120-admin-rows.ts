import type { Database } from 'better-sqlite3';

/** Users and settings by column, as their rows are declared. The next snapshot fills the tables. */
export function up(db: Database): void {
  db.exec(`
    DROP TABLE users;
    DROP TABLE settings;
    CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, username TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL) STRICT;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
    DELETE FROM cursors WHERE channel = 'admin';
  `);
}

export function down(db: Database): void {
  db.exec(`
    DROP TABLE settings;
    DROP TABLE users;
    CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
    DELETE FROM cursors WHERE channel = 'admin';
  `);
}
