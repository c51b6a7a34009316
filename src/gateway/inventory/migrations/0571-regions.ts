import { type Kysely, sql } from 'kysely';

/** The region of a location, in which figures add it up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE locations ADD COLUMN region TEXT`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE locations DROP COLUMN region`.execute(db);
}
