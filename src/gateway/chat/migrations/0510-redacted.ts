import { type Kysely, sql } from 'kysely';

/** Who removed a message, when and why, as JSON. Pages of the chat that come back ask which messages were removed meanwhile. */
const UP = [
  `ALTER TABLE messages ADD COLUMN redacted TEXT`,
  `CREATE INDEX messages_redacted ON messages(conversation_id, seq) WHERE redacted IS NOT NULL`,
];

const DOWN = [`DROP INDEX messages_redacted`, `ALTER TABLE messages DROP COLUMN redacted`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
