import { type Kysely, sql } from 'kysely';

/** Replies are deleted by their ids, which sort by time: the index by time is no longer needed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX command_replies_by_time`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX command_replies_by_time ON command_replies (at)`.execute(db);
}
