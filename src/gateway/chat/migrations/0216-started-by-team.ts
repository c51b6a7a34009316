import { type Kysely, sql } from 'kysely';

/** Marks the conversations that the team started: their customers get to see them when they come back to the widget. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE conversations ADD COLUMN started_by_team INTEGER NOT NULL DEFAULT 0`.execute(db);
  await sql`CREATE INDEX conversations_started_by_team ON conversations(customer_id, created_at)
    WHERE started_by_team = 1`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`DROP INDEX conversations_started_by_team`.execute(db);
  await sql`ALTER TABLE conversations DROP COLUMN started_by_team`.execute(db);
}
