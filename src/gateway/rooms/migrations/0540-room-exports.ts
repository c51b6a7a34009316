import { type Kysely, sql } from 'kysely';

/** Lines about the export of a private room, and the private rooms that somebody has founded. */
const UP = [
  `ALTER TABLE room_messages ADD COLUMN exported TEXT`,
  `CREATE INDEX rooms_by_founder ON rooms(created_by) WHERE kind = 'private'`,
];

const DOWN = [`DROP INDEX rooms_by_founder`, `ALTER TABLE room_messages DROP COLUMN exported`];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
