import { type Kysely, sql } from 'kysely';

/** Files by their hash: several rows may share one. `expires_at` is null once a message has the file. */
const UP = [
  `CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL,
    mime TEXT, width INTEGER, height INTEGER, conversation_id TEXT, message_id TEXT, internal INTEGER NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX attachments_by_hash ON attachments(sha256)`,
  `CREATE INDEX attachments_by_message ON attachments(message_id) WHERE message_id IS NOT NULL`,
  `CREATE INDEX attachments_waiting ON attachments(owner) WHERE message_id IS NULL`,
  `CREATE INDEX attachments_by_expiry ON attachments(expires_at) WHERE expires_at IS NOT NULL`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('DROP TABLE attachments').execute(db);
}
