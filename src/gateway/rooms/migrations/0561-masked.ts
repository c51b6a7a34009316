import { type Kysely, sql } from 'kysely';

/** How much of a message in a room the filter has masked. Messages from before are masked too, but nobody counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE room_messages ADD COLUMN masked TEXT`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE room_messages DROP COLUMN masked`.execute(db);
}
