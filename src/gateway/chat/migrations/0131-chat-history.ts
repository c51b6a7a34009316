import { type Kysely, sql } from 'kysely';

/** Consoles get unresolved conversations first, and then messages by time, newest first. */
const UP = [
  `CREATE INDEX conversations_unresolved ON conversations(id) WHERE status <> 'resolved'`,
  `CREATE INDEX messages_by_time ON messages(at, seq)`,
];
const DOWN = ['conversations_unresolved', 'messages_by_time'];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of DOWN) await sql.raw(`DROP INDEX ${index}`).execute(db);
}
