import { type Kysely, sql } from 'kysely';

/** Users and their refresh tokens. `password_hash` is null for a persona: no password opens the account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE users (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'agent', 'manager', 'admin')),
    password_hash TEXT,
    persona INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`CREATE TABLE refresh_tokens (
    hash TEXT PRIMARY KEY,
    family TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    revoked_at INTEGER
  ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family)`.execute(db);
  await sql`CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id)`.execute(db);
  await sql`CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (expires_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP TABLE refresh_tokens`.execute(db);
  await sql`DROP TABLE users`.execute(db);
}
