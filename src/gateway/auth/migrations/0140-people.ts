import { type Kysely, sql } from 'kysely';

const UP = [
  'ALTER TABLE users ADD COLUMN disabled_at INTEGER',
  // A sign-in, on one device. Ended ones stay until their last token has expired.
  `CREATE TABLE sign_ins (
    family TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX sign_ins_by_user ON sign_ins (user_id)',
  'CREATE INDEX sign_ins_by_expiry ON sign_ins (expires_at)',
  // When older sign-ins began is not known: no later than their first use.
  `INSERT INTO sign_ins (family, user_id, device, address, started_at, last_used_at, expires_at, ended_at)
   SELECT family, min(user_id), '', '', coalesce(min(used_at), 0), coalesce(max(used_at), 0), max(expires_at), max(revoked_at)
   FROM refresh_tokens GROUP BY family`,
  'ALTER TABLE refresh_tokens DROP COLUMN revoked_at',
  // The token that was exchanged for this one.
  'ALTER TABLE refresh_tokens ADD COLUMN parent TEXT',
  'ALTER TABLE refresh_tokens ADD COLUMN replaced_at INTEGER',
  'CREATE INDEX refresh_tokens_by_parent ON refresh_tokens (parent) WHERE parent IS NOT NULL',
  `CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    permissions TEXT NOT NULL CHECK (json_valid(permissions)),
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    hash TEXT NOT NULL UNIQUE,
    last_used_at INTEGER,
    last_address TEXT
  ) STRICT, WITHOUT ROWID`,
];

const DOWN = [
  'DROP TABLE api_keys',
  'DROP INDEX refresh_tokens_by_parent',
  'ALTER TABLE refresh_tokens DROP COLUMN replaced_at',
  'ALTER TABLE refresh_tokens DROP COLUMN parent',
  'ALTER TABLE refresh_tokens ADD COLUMN revoked_at INTEGER',
  // The version before does not know disabled users: their sign-ins end, and their passwords open nothing.
  `UPDATE refresh_tokens SET revoked_at = (SELECT ended_at FROM sign_ins s WHERE s.family = refresh_tokens.family)`,
  'UPDATE users SET password_hash = NULL, persona = 0 WHERE disabled_at IS NOT NULL',
  'DROP TABLE sign_ins',
  'ALTER TABLE users DROP COLUMN disabled_at',
];

/** Disabled users, sign-ins by device, the successors of refresh tokens, and API keys. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
