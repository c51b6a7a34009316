import { type Kysely, sql } from 'kysely';

/** Consoles get open alerts first, and then those that ended, newest first. */
const UP = [`CREATE INDEX alerts_by_end ON alerts(resolved_at, id) WHERE resolved_at IS NOT NULL`];
const DOWN = ['alerts_by_end'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of DOWN) await sql.raw(`DROP INDEX ${index}`).execute(db);
}
