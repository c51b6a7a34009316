import type { Database } from 'better-sqlite3';

/** Stores users and settings in columns, as their rows declare, instead of JSON. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE users RENAME TO old_users;
    CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, username TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL) STRICT;
    INSERT INTO users SELECT id, doc ->> 'username', name, doc ->> 'role' FROM old_users;
    DROP TABLE old_users;
    ALTER TABLE settings RENAME TO old_settings;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
    INSERT INTO settings SELECT key, doc -> 'value' FROM old_settings;
    DROP TABLE old_settings;
  `);
}

export function down(db: Database): void {
  db.exec(`
    ALTER TABLE users RENAME TO new_users;
    CREATE TABLE users (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, doc TEXT NOT NULL) STRICT;
    INSERT INTO users SELECT id, name, json_object('id', id, 'username', username, 'name', name, 'role', role) FROM new_users;
    DROP TABLE new_users;
    ALTER TABLE settings RENAME TO new_settings;
    CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL) STRICT;
    INSERT INTO settings SELECT key, json_object('key', key, 'value', json(value)) FROM new_settings;
    DROP TABLE new_settings;
  `);
}
