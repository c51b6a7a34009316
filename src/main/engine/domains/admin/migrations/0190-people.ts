import type { Database } from 'better-sqlite3';

/** Disabled users and API keys. */
export function up(db: Database): void {
  db.exec(`
    ALTER TABLE users ADD COLUMN disabled_at INTEGER;
    CREATE TABLE api_keys (
      id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, permissions TEXT NOT NULL, created_at INTEGER NOT NULL,
      expires_at INTEGER, revoked_at INTEGER
    ) STRICT;
  `);
}

export function down(db: Database): void {
  // Deleting the cursor makes the gateway send a snapshot after the next `up`.
  db.exec(`
    DROP TABLE api_keys;
    ALTER TABLE users DROP COLUMN disabled_at;
    DELETE FROM cursors WHERE channel = 'admin';
  `);
}
