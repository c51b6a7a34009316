import { type Kysely, sql } from 'kysely';

/** The event log, and key-value facts about this database. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`.execute(db);
  await sql`CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL
  ) STRICT`.execute(db);
  await sql`CREATE INDEX events_by_channel ON events (channel, seq)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE events`.execute(db);
  await sql`DROP TABLE meta`.execute(db);
}
