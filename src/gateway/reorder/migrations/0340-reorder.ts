import { type Kysely, sql } from 'kysely';

/** What the workspace decides about reordering, one row at most. Service levels are percentages, some with a half. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE reorder_policy (
        id TEXT NOT NULL PRIMARY KEY, service_level REAL NOT NULL, service_level_a REAL, service_level_b REAL, service_level_c REAL,
        window_days INTEGER NOT NULL, review_days INTEGER NOT NULL, lead_time_days INTEGER NOT NULL,
        lead_time_deviation_days INTEGER NOT NULL, multiple INTEGER NOT NULL, revision INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
    )
    .execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE reorder_policy').execute(db);
}
