import { type Kysely, sql } from 'kysely';

/** What the retention of messages has deleted, by day. */
const UP = `CREATE TABLE retention_runs (
  day TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, messages INTEGER NOT NULL, with_files INTEGER NOT NULL,
  room_messages INTEGER NOT NULL
) STRICT, WITHOUT ROWID`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(UP).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE retention_runs`.execute(db);
}
