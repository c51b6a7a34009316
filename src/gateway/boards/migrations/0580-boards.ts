import { type Kysely, sql } from 'kysely';

/** Boards of widgets, by their owner and, if they are shared, for all. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE boards (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, owner_id TEXT NOT NULL, owner_name TEXT NOT NULL, shared INTEGER NOT NULL,
    widgets TEXT NOT NULL, version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
  ) STRICT`.execute(db);
  await sql`CREATE INDEX boards_by_owner ON boards(owner_id, id)`.execute(db);
  await sql`CREATE INDEX boards_shared ON boards(id) WHERE shared = 1`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE boards`.execute(db);
}
