import { type Kysely, sql } from 'kysely';

/** The watchdog's findings, its newest run, how far the run under way has come, and an index of open reservations by level. */
const UP = [
  `CREATE TABLE differences (
    item_id TEXT NOT NULL, location_id TEXT NOT NULL, kind TEXT NOT NULL, expected TEXT NOT NULL, actual TEXT NOT NULL,
    found_at INTEGER NOT NULL, PRIMARY KEY (item_id, location_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE watchdog_runs (
    id TEXT NOT NULL PRIMARY KEY, trigger TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER NOT NULL,
    levels INTEGER NOT NULL, movements INTEGER NOT NULL, differences INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE watchdog_progress (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX reservations_open_by_level ON reservations(item_id, location_id) WHERE status IN ('active', 'committed')`,
];
const DOWN = [
  'DROP INDEX reservations_open_by_level',
  'DROP TABLE watchdog_progress',
  'DROP TABLE watchdog_runs',
  'DROP TABLE differences',
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
