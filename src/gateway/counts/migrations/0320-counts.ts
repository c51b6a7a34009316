import { type Kysely, sql } from 'kysely';

/** Stocktakes. The lines are clustered by sheet, so that a sheet is read in one go. */
const UP = [
  `CREATE TABLE counts (
    k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number TEXT NOT NULL UNIQUE, name TEXT NOT NULL, location_id TEXT NOT NULL,
    choice TEXT NOT NULL, category TEXT, blind INTEGER NOT NULL, status TEXT NOT NULL, line_count INTEGER NOT NULL,
    counted_count INTEGER NOT NULL, rev INTEGER NOT NULL, started_by TEXT, started_at INTEGER NOT NULL, ended_by TEXT,
    ended_at INTEGER, reason TEXT, changed_count INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX counts_open ON counts(location_id) WHERE status IN ('counting', 'reviewing')`,
  `CREATE INDEX counts_by_time ON counts(started_at, id)`,
  `CREATE TABLE count_lines (
    count_id TEXT NOT NULL, n INTEGER NOT NULL, item_id TEXT NOT NULL, expected INTEGER NOT NULL, expected_seq INTEGER NOT NULL,
    cost INTEGER, currency TEXT NOT NULL, started_at INTEGER NOT NULL, counted INTEGER, level_at INTEGER, level_last INTEGER,
    counted_by TEXT, counted_at INTEGER, entry_id TEXT, recount INTEGER NOT NULL, superseded INTEGER NOT NULL,
    PRIMARY KEY (count_id, n)
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX count_lines_by_item ON count_lines(count_id, item_id)`,
  `CREATE INDEX count_lines_by_time ON count_lines(started_at, count_id, n)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['count_lines', 'counts']) await sql.raw(`DROP TABLE ${table}`).execute(db);
}
