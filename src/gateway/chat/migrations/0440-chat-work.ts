import { type Kysely, sql } from 'kysely';

/** The item whose stock ends a snooze, and what ends snoozes next. */
const UP = [
  `ALTER TABLE conversations ADD COLUMN snoozed_item_id TEXT`,
  `CREATE INDEX conversations_by_snooze ON conversations(snoozed_until) WHERE snoozed_until IS NOT NULL`,
  `CREATE INDEX conversations_by_snoozed_item ON conversations(snoozed_item_id) WHERE snoozed_item_id IS NOT NULL`,
];

const DOWN = [
  `DROP INDEX conversations_by_snoozed_item`,
  `DROP INDEX conversations_by_snooze`,
  `ALTER TABLE conversations DROP COLUMN snoozed_item_id`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db);
}
