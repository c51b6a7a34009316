import { type Kysely, sql } from 'kysely';

/** What customers of the chat page entered and what of it is verified, as JSON; null for other conversations. */
const UP = `ALTER TABLE conversations ADD COLUMN visitor TEXT`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(UP).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE conversations DROP COLUMN visitor').execute(db);
}
