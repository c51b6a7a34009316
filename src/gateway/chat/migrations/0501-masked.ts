import { type Kysely, sql } from 'kysely';

/** How much of a message the filter has masked. Messages from before are masked too, but nobody counted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD COLUMN masked TEXT`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages DROP COLUMN masked`.execute(db);
}
