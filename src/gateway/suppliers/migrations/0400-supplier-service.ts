import { type Kysely, sql } from 'kysely';

/** The service level of a supplier's items, %; null for the workspace's terms. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE suppliers ADD COLUMN service_level REAL').execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE suppliers DROP COLUMN service_level').execute(db);
}
