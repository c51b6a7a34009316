import { type Kysely, sql } from 'kysely';

/**
 * Evaluations of many levels that are not finished, by scope: an empty rule, location or category means all of them. They
 * go on after the level with the key (after_item, after_location).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE alert_scans (
    rule_id TEXT NOT NULL, location_id TEXT NOT NULL, category TEXT NOT NULL, cause_seq INTEGER NOT NULL, at INTEGER NOT NULL,
    after_item TEXT NOT NULL, after_location TEXT NOT NULL, PRIMARY KEY (rule_id, location_id, category)
  ) STRICT, WITHOUT ROWID`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE alert_scans`.execute(db);
}
