import { type Kysely, sql } from 'kysely';

/** Usage by meter and day. Messages and orders that are there already are counted with the next sweep. */
const UP = [
  `CREATE TABLE meters (
    key TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, aggregation TEXT NOT NULL, quota INTEGER,
    thresholds TEXT NOT NULL, own INTEGER NOT NULL, version INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE usage_days (
    meter TEXT NOT NULL, day TEXT NOT NULL, sum INTEGER NOT NULL, last INTEGER NOT NULL, last_at INTEGER NOT NULL, max INTEGER NOT NULL,
    PRIMARY KEY (meter, day)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX usage_days_by_day ON usage_days(day)`,
  `CREATE TABLE usage_thresholds (
    meter TEXT NOT NULL, period TEXT NOT NULL, percent INTEGER NOT NULL, used INTEGER NOT NULL, quota INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (meter, period, percent)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE usage_records (id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE INDEX usage_records_by_time ON usage_records(at)`,
  `CREATE TABLE usage_counted (id TEXT NOT NULL PRIMARY KEY, up_to INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['usage_counted', 'usage_records', 'usage_thresholds', 'usage_days', 'meters'])
    await sql.raw(`DROP TABLE ${table}`).execute(db);
}
