import { type Kysely, sql } from 'kysely';

/** The members who lead a team. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`ALTER TABLE support_teams ADD COLUMN leader_ids TEXT NOT NULL DEFAULT '[]'`).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE support_teams DROP COLUMN leader_ids').execute(db);
}
