import { type Kysely, sql } from 'kysely';

/** The team and the channel of what happened. Facts from before have neither, and messages from before are counted without. */
const UP = [
  `ALTER TABLE service_facts ADD COLUMN team_id TEXT`,
  `ALTER TABLE service_facts ADD COLUMN channel TEXT`,
];
const DOWN = [
  `DELETE FROM message_tallies WHERE by IN ('team', 'channel')`,
  `ALTER TABLE service_facts DROP COLUMN channel`,
  `ALTER TABLE service_facts DROP COLUMN team_id`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
