import type { Database } from 'better-sqlite3';

/** Stocktakes. The lines are clustered by sheet, so that a sheet is read in one go. */
export function up(db: Database): void {
  db.exec(`
    CREATE TABLE counts (
      id TEXT NOT NULL PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, location_id TEXT NOT NULL, choice TEXT NOT NULL,
      category TEXT, blind INTEGER NOT NULL, status TEXT NOT NULL, line_count INTEGER NOT NULL, counted_count INTEGER NOT NULL,
      rev INTEGER NOT NULL, started_by TEXT, started_at INTEGER NOT NULL, ended_by TEXT, ended_at INTEGER, reason TEXT,
      changed_count INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX counts_by_time ON counts(started_at, id);
    CREATE TABLE count_lines (
      count_id TEXT NOT NULL, n INTEGER NOT NULL, item_id TEXT NOT NULL, expected INTEGER NOT NULL, expected_seq INTEGER NOT NULL,
      cost INTEGER, currency TEXT NOT NULL, started_at INTEGER NOT NULL, counted INTEGER, level_at INTEGER, level_last INTEGER,
      counted_by TEXT, counted_at INTEGER, entry_id TEXT, recount INTEGER NOT NULL, superseded INTEGER NOT NULL,
      PRIMARY KEY (count_id, n)
    ) STRICT, WITHOUT ROWID;
  `);
}

export function down(db: Database): void {
  for (const table of ['count_lines', 'counts']) db.exec(`DROP TABLE ${table}`);
}
