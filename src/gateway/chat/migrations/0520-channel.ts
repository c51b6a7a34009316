import { type Kysely, sql } from 'kysely';

/** How a conversation came to be. Until now only customers of the chat page and the team opened any. */
const UP = [
  `ALTER TABLE conversations ADD COLUMN channel TEXT`,
  `UPDATE conversations SET channel = iif(started_by_team = 1, 'agent', 'widget')`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE conversations DROP COLUMN channel`.execute(db);
}
