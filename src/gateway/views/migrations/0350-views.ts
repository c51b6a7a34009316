import { type Kysely, sql } from 'kysely';

/** Saved views, by their owner and, if they are shared, by page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE views (
    id TEXT NOT NULL PRIMARY KEY, page TEXT NOT NULL, name TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL,
    shared INTEGER NOT NULL, filters TEXT NOT NULL, sort TEXT, columns TEXT, version INTEGER NOT NULL, changed_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT`.execute(db);
  await sql`CREATE INDEX views_by_owner ON views(owner_id, id)`.execute(db);
  await sql`CREATE INDEX views_shared ON views(id) WHERE shared = 1`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE views`.execute(db);
}
