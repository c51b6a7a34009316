import type { Database } from 'better-sqlite3';

/** What the workspace decides about reordering, one row at most. Service levels are percentages, some with a half. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE reorder_policy (
      id TEXT NOT NULL PRIMARY KEY, service_level REAL NOT NULL, service_level_a REAL, service_level_b REAL, service_level_c REAL,
      window_days INTEGER NOT NULL, review_days INTEGER NOT NULL, lead_time_days INTEGER NOT NULL,
      lead_time_deviation_days INTEGER NOT NULL, multiple INTEGER NOT NULL, revision INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  db.exec('DROP TABLE reorder_policy');
}
