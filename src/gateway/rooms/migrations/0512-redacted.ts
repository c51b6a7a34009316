import { type Kysely, sql } from 'kysely';

/** Who removed a message, when and why, as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE room_messages ADD COLUMN redacted TEXT`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE room_messages DROP COLUMN redacted`.execute(db);
}
