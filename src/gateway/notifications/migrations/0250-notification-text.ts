import { type Kysely, sql } from 'kysely';

/** Adds the coded text. Notifications of earlier versions have none and keep their words. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE notifications ADD COLUMN text TEXT CHECK (text IS NULL OR json_valid(text))`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE notifications DROP COLUMN text`.execute(db);
}
