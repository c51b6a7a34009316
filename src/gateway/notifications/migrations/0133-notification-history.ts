import { type Kysely, sql } from 'kysely';

/** Consoles get notifications by time, newest first. */
const UP = [
  `CREATE INDEX notifications_by_time ON notifications(created_at, id)`,
];
const DOWN = ['notifications_by_time'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of DOWN) await sql.raw(`DROP INDEX ${index}`).execute(db);
}
