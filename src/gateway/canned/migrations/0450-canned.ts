import { type Kysely, sql } from 'kysely';

/** Canned replies and macros, by their owner. A shortcut is unique among those of one owner, and among the shared ones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE canned_replies (
    id TEXT NOT NULL PRIMARY KEY, shortcut TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, folder TEXT, owner_id TEXT,
    version INTEGER NOT NULL, changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
  ) STRICT`.execute(db);
  await sql`CREATE UNIQUE INDEX canned_replies_by_shortcut ON canned_replies(coalesce(owner_id, ''), shortcut)`.execute(
    db,
  );
  await sql`CREATE TABLE macros (
    id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, actions TEXT NOT NULL, owner_id TEXT, version INTEGER NOT NULL,
    changed_by TEXT NOT NULL, changed_at INTEGER NOT NULL
  ) STRICT`.execute(db);
  await sql`CREATE INDEX macros_by_owner ON macros(coalesce(owner_id, ''), name, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE macros`.execute(db);
  await sql`DROP TABLE canned_replies`.execute(db);
}
