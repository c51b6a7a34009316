import { type Kysely, sql } from 'kysely';

/** Teams and participants of conversations; the queues of those whose customer waits and that nobody has; what an agent has. */
const UP = [
  `ALTER TABLE conversations ADD COLUMN team_id TEXT`,
  `ALTER TABLE conversations ADD COLUMN participant_ids TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(participant_ids))`,
  `CREATE INDEX conversations_in_queue ON conversations(coalesce(team_id, ''), waiting_since, id)
    WHERE assignee_id IS NULL AND status = 'open' AND waiting_since IS NOT NULL`,
  `CREATE INDEX conversations_by_assignee ON conversations(assignee_id, status, id)
    WHERE assignee_id IS NOT NULL AND status <> 'resolved'`,
];

const DOWN = [
  `DROP INDEX conversations_by_assignee`,
  `DROP INDEX conversations_in_queue`,
  `ALTER TABLE conversations DROP COLUMN participant_ids`,
  `ALTER TABLE conversations DROP COLUMN team_id`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
