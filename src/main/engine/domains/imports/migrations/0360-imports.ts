import type { Database } from 'better-sqlite3';

/** Imports of CSV files, without their lines, which stay at the gateway. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE imports (
      id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, file TEXT NOT NULL, state TEXT NOT NULL, by TEXT NOT NULL,
      reason TEXT NOT NULL, created_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, lines INTEGER NOT NULL,
      created INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, errors INTEGER NOT NULL,
      done INTEGER NOT NULL, total INTEGER NOT NULL, differing INTEGER NOT NULL, kept INTEGER NOT NULL, failure TEXT
    ) STRICT;
    CREATE INDEX imports_by_time ON imports(created_at, id);
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE imports');
}
