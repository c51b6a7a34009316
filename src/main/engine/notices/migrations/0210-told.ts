import type { Database } from 'better-sqlite3';

/** `told` has the newest toasts, whether shown or missed while away, for the notification centre. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE told (
      id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, toast TEXT NOT NULL, read_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX told_by_time ON told(at, id);
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE told');
}
