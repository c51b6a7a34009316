import { type Kysely, sql } from 'kysely';

/** Replies by command id (exactly once) and the audit log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE command_replies (
    id TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    reply TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX command_replies_by_time ON command_replies (at)`.execute(db);
  await sql`CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    command_type TEXT NOT NULL,
    command_id TEXT,
    reason TEXT,
    code TEXT NOT NULL,
    seq INTEGER
  ) STRICT`.execute(db);
  await sql`CREATE INDEX audit_by_time ON audit (at)`.execute(db);
  await sql`CREATE INDEX audit_by_actor ON audit (actor_id, n)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE audit`.execute(db);
  await sql`DROP TABLE command_replies`.execute(db);
}
